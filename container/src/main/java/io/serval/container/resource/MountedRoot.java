package io.serval.container.resource;

import java.util.Collection;

/**
 * A root that appears at a path of the application, with directories on the way there. Safe for any thread.
 *
 * @param inner       what appears there
 * @param mount       the path, starting with {@code /} and not ending with it; empty for the root
 * @param classesOnly nothing outside of {@code /WEB-INF/classes} and {@code /WEB-INF/lib} is found
 */
record MountedRoot(ResourceRoot inner, String mount, boolean classesOnly) implements ResourceRoot {
    private static final String[] CLASSES = {"/WEB-INF/classes", "/WEB-INF/lib"};

    @Override public WebResource find(String path) {
        if (classesOnly && !isForClasses(path)) {
            return null;
        }
        if (isBelow(path, mount)) {
            WebResource found = inner.find(path.substring(mount.length()));
            return found == null || mount.isEmpty() ? found : new MountedResource(path, found);
        }
        return isBelow(mount, path) ? new ArchiveResource(path.isEmpty() ? "/" : path, -1, 0, null, null) : null;
    }

    private static boolean isForClasses(String path) {
        for (String each : CLASSES) {
            if (isBelow(path, each)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a path is a directory or below it. */
    private static boolean isBelow(String path, String directory) {
        return path.startsWith(directory) && (path.length() == directory.length()
                || path.charAt(directory.length()) == '/');
    }

    @Override public void list(String path, Collection<String> names) {
        if (classesOnly && !isForClasses(path)) {
            return;
        }
        if (isBelow(path, mount)) {
            inner.list(path.substring(mount.length()), names);
        } else if (isBelow(mount, path)) {
            String rest = mount.substring(path.length() + 1);
            int slash = rest.indexOf('/');
            WebResource mounted = slash < 0 ? inner.find("") : null;
            boolean isFile = mounted != null && mounted.isFile();
            names.add(isFile ? rest : (slash < 0 ? rest : rest.substring(0, slash)) + '/');
        }
    }

    @Override public void close() {
        inner.close();
    }
}
