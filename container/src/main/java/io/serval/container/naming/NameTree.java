package io.serval.container.naming;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;

/**
 * Names with slashes in them and what they stand for. Deployment puts names in; lookups may run at the same time, from
 * any thread.
 */
final class NameTree {
    private static final String SCHEME = "java:";
    private static final int MAX_LINKS = 16;

    /** Whole names, without scheme, to objects. Sorted, so that what lies below a name stands together. */
    private final ConcurrentSkipListMap<String, NamedObject> objects = new ConcurrentSkipListMap<>();

    private final List<String> roots;

    /** @param roots directories that are there even if nothing is bound below them */
    NameTree(List<String> roots) {
        this.roots = List.copyOf(roots);
    }

    /** @return whether the name was free; if not, it keeps what it had */
    boolean putIfAbsent(String name, NamedObject object) {
        return objects.putIfAbsent(normal(name), object) == null;
    }

    void put(String name, NamedObject object) {
        objects.put(normal(name), object);
    }

    Map<String, NamedObject> all() {
        return objects;
    }

    NamedObject get(String name) {
        return objects.get(normal(name));
    }

    /** Whether something is bound to that name or below it. */
    boolean isDirectory(String name) {
        String key = normal(name);
        return key.isEmpty() || roots.contains(key) || !below(key).isEmpty();
    }

    /** The object of a name, links followed. */
    Object lookup(String name) throws NamingException {
        String wanted = normal(name);
        for (int links = 0; links < MAX_LINKS; links++) {
            NamedObject found = objects.get(wanted);
            if (!(found instanceof NamedObject.Link link)) {
                return object(found, wanted);
            }
            if (!link.target().startsWith(SCHEME)) {
                return new InitialContext().lookup(link.target());
            }
            wanted = normal(link.target());
        }
        throw new NamingException("java:" + normal(name) + " leads through more than " + MAX_LINKS + " other names");
    }

    private Object object(NamedObject found, String name) throws NamingException {
        if (found instanceof NamedObject.Fixed fixed) {
            return fixed.value();
        }
        if (found instanceof NamedObject.Made made) {
            return made.resource().get();
        }
        if (found instanceof NamedObject.Shared shared) {
            return object(shared.original(), name);
        }
        if (found instanceof NamedObject.Missing missing) {
            throw missing.failure();
        }
        if (isDirectory(name)) {
            return new NamingContext(this, name);
        }
        throw new NameNotFoundException(SCHEME + name + " is not bound");
    }

    /**
     * The next segments below a name, with the object each stands for, or {@code null} for one that is only a part of
     * names.
     */
    Map<String, NamedObject> children(String name) {
        String key = normal(name);
        int start = key.isEmpty() ? 0 : key.length() + 1;
        Map<String, NamedObject> result = new TreeMap<>();
        below(key).forEach((full, object) -> {
            int end = full.indexOf('/', start);
            if (end < 0) {
                result.put(full.substring(start), object);
            } else {
                result.putIfAbsent(full.substring(start, end), null);
            }
        });
        for (String root : roots) {
            if (root.length() > start && (start == 0 || root.startsWith(key + '/'))) {
                int end = root.indexOf('/', start);
                result.putIfAbsent(end < 0 ? root.substring(start) : root.substring(start, end), null);
            }
        }
        return result;
    }

    private Map<String, NamedObject> below(String key) {
        return key.isEmpty() ? objects : objects.subMap(key + '/', key + (char) ('/' + 1));
    }

    /** Closes what was made. */
    void close() {
        for (NamedObject object : objects.values()) {
            if (object instanceof NamedObject.Made made) {
                made.resource().close();
            }
        }
    }

    /** Without scheme and without slashes at its ends; {@code java:module} is the same as {@code java:comp}. */
    private static String normal(String name) {
        int start = name.startsWith(SCHEME) ? SCHEME.length() : 0;
        int end = name.length();
        while (start < end && name.charAt(start) == '/') {
            start++;
        }
        while (end > start && name.charAt(end - 1) == '/') {
            end--;
        }
        String bare = name.substring(start, end);
        return bare.equals("module") || bare.startsWith("module/") ? "comp" + bare.substring("module".length()) : bare;
    }
}
