package io.serval.container.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A directory for the temporary files of one application ({@code jakarta.servlet.context.tempdir}, Servlet 6.1 §4.8.1).
 * It is made when it is first asked for, and emptied then of what an earlier run left behind. While an application is
 * replaced, the new one gets a directory with a number at its name. Safe for any thread.
 */
public final class TempDirectory implements Supplier<Path> {
    private final Path wanted;
    private final Set<Path> inUse;
    private final ReentrantLock lock = new ReentrantLock();
    private Path made;

    /**
     * @param wanted the directory, if no other application uses it
     * @param inUse  directories that applications use; safe for any thread
     */
    TempDirectory(Path wanted, Set<Path> inUse) {
        this.wanted = wanted.toAbsolutePath();
        this.inUse = inUse;
    }

    @Override public Path get() {
        lock.lock();
        try {
            if (made == null) {
                made = make();
            }
            return made;
        } catch (IOException failure) {
            throw new UncheckedIOException("the temporary directory " + wanted + " cannot be made", failure);
        } finally {
            lock.unlock();
        }
    }

    private Path make() throws IOException {
        Path path = wanted;
        for (int number = 2; !inUse.add(path); number++) {
            path = wanted.resolveSibling(wanted.getFileName() + "~" + number);
        }
        WarExpander.delete(path);
        return Files.createDirectories(path);
    }

    /** Deletes the directory, if it was made. */
    void remove() throws IOException {
        lock.lock();
        try {
            if (made != null) {
                WarExpander.delete(made);
                inUse.remove(made);
                made = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
