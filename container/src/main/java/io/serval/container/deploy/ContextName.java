package io.serval.container.deploy;

import java.util.Locale;

/**
 * The path and version of an application, and the name of the file they come from: {@code ROOT} is the root,
 * {@code #} stands for {@code /}, and what follows {@code ##} is the version. {@code shop#admin##2.war} is version
 * {@code 2} of {@code /shop/admin}. Ordered by path, then version.
 *
 * @param path    empty for the root, otherwise starting with {@code /} and not ending with it
 * @param version orders parallel deployments of one path as text; empty for none
 */
public record ContextName(String path, String version) implements Comparable<ContextName> {
    private static final String ROOT = "ROOT";

    public ContextName {
        if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
            throw new IllegalArgumentException("path must be empty or start with / and not end with it, was \"" + path
                    + '"');
        }
    }

    /** The name a file or directory stands for; {@code .war} and {@code .xml} at its end do not count. */
    public static ContextName ofFile(String fileName) {
        String base = baseOf(fileName);
        int mark = base.indexOf("##");
        String version = mark < 0 ? "" : base.substring(mark + 2);
        String name = mark < 0 ? base : base.substring(0, mark);
        return new ContextName(pathOf(name), version);
    }

    private static String baseOf(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return lower.endsWith(".war") || lower.endsWith(".xml")
                ? fileName.substring(0, fileName.length() - 4) : fileName;
    }

    private static String pathOf(String name) {
        String path = '/' + name.replace('#', '/');
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (path.equals('/' + ROOT)) {
            return "";
        }
        return path.startsWith('/' + ROOT + '/') ? path.substring(ROOT.length() + 1) : path;
    }

    /** The name of a file or directory for it, without extension. */
    public String baseName() {
        String name = path.isEmpty() ? ROOT : path.substring(1).replace('/', '#');
        return version.isEmpty() ? name : name + "##" + version;
    }

    /** What people call it: {@code /shop}, {@code /shop##2}, or {@code /} for the root. */
    public String label() {
        return (path.isEmpty() ? "/" : path) + (version.isEmpty() ? "" : "##" + version);
    }

    @Override public int compareTo(ContextName other) {
        int byPath = path.compareTo(other.path);
        return byPath == 0 ? version.compareTo(other.version) : byPath;
    }

    @Override public String toString() {
        return label();
    }
}
