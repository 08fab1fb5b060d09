package io.serval.container.resource;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names in an archive as a tree, below one directory of it. Directories that no entry names are there as well.
 *
 * @param <E> what stands for a file
 */
final class ArchiveIndex<E> {
    private final String prefix;
    private final Map<String, E> files = new HashMap<>();
    private final Map<String, Set<String>> directories = new HashMap<>();

    /** @param prefix the directory, such as {@code META-INF/resources/}; empty for the whole archive */
    ArchiveIndex(String prefix) {
        this.prefix = prefix;
        directories.put("", new TreeSet<>());
    }

    /** Whether the entry is in the directory; others are not to be added. */
    boolean covers(String entryName) {
        return entryName.startsWith(prefix) && entryName.length() > prefix.length();
    }

    /** Adds an entry; one whose name is no canonical path is left out. */
    void add(String entryName, E file) {
        String path = '/' + entryName.substring(prefix.length());
        if (!ResourcePath.isCanonical(path)) {
            return;
        }
        if (path.endsWith("/")) {
            addDirectory(ResourcePath.withoutSlash(path));
        } else {
            files.put(path, file);
            addChild(path, ResourcePath.name(path));
        }
    }

    private void addDirectory(String path) {
        if (!path.isEmpty() && directories.putIfAbsent(path, new TreeSet<>()) == null) {
            addChild(path, ResourcePath.name(path) + '/');
        }
    }

    private void addChild(String path, String name) {
        String parent = ResourcePath.parent(path);
        addDirectory(parent);
        directories.get(parent).add(name);
    }

    /** What stands for the file of that path, or {@code null} if there is none. */
    E file(String path) {
        return files.get(path);
    }

    boolean isDirectory(String path) {
        return directories.containsKey(path);
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    void list(String path, Collection<String> names) {
        names.addAll(directories.getOrDefault(path, Set.of()));
    }
}
