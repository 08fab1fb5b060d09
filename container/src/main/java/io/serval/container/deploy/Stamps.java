package io.serval.container.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What some files look like at a moment; equal as long as nothing about them changes. Immutable.
 *
 * @param stamps one of each file, missing ones too
 */
record Stamps(List<Stamp> stamps) {
    /** Entries of a directory tree that are looked at; a tree beyond that is taken to be complete. */
    private static final int TREE_LIMIT = 20_000;

    Stamps {
        stamps = List.copyOf(stamps);
    }

    /**
     * @param modified milliseconds since the epoch; -1 if it is missing
     * @param size     in bytes; of a directory tree the sum
     * @param identity changes when another file takes the name; empty where the file system tells none
     */
    record Stamp(Path file, long modified, long size, String identity) { }

    /** Of single files and directories; {@code null}s are left out. */
    static Stamps of(List<Path> files) {
        return new Stamps(files.stream().filter(each -> each != null).map(Stamps::stamp).toList());
    }

    /** Of a directory by its identity alone: what happens inside does not count. */
    static Stamps ofIdentity(Path directory) {
        Stamp stamp = stamp(directory);
        return new Stamps(List.of(new Stamp(directory, stamp.modified < 0 ? -1 : 0, 0, stamp.identity)));
    }

    /** Of a directory with everything in it. */
    static Stamps ofTree(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Stamp> found = all.limit(TREE_LIMIT).map(Stamps::stamp).toList();
            long newest = found.stream().mapToLong(Stamp::modified).max().orElse(-1);
            long size = found.stream().mapToLong(Stamp::size).sum();
            return new Stamps(List.of(new Stamp(directory, newest, size, String.valueOf(found.size()))));
        } catch (IOException | UncheckedIOException vanishing) {
            return of(List.of(directory));
        }
    }

    Stamps and(Stamps more) {
        List<Stamp> both = new ArrayList<>(stamps);
        both.addAll(more.stamps);
        return new Stamps(both);
    }

    /** The last change of any of them. */
    long newest() {
        return stamps.stream().mapToLong(Stamp::modified).max().orElse(-1);
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            long size = facts.isDirectory() ? 0 : facts.size();
            return new Stamp(file, facts.lastModifiedTime().toMillis(), size, identity(facts));
        } catch (IOException missing) {
            return new Stamp(file, -1, 0, "");
        }
    }

    private static String identity(BasicFileAttributes facts) {
        return facts.fileKey() == null ? "" : facts.fileKey().toString();
    }
}
