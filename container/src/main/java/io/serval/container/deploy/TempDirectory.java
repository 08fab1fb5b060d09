package io.serval.container.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A directory for the temporary files of one application ({@code jakarta.servlet.context.tempdir}, Servlet 6.1 §4.8.1).
 * It is made when it is first asked for, and emptied then of what an earlier run left behind. Safe for any thread.
 */
public final class TempDirectory implements Supplier<Path> {
    private final Path path;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean made;

    public TempDirectory(Path path) {
        this.path = path.toAbsolutePath();
    }

    @Override public Path get() {
        lock.lock();
        try {
            if (!made) {
                WarExpander.delete(path);
                Files.createDirectories(path);
                made = true;
            }
            return path;
        } catch (IOException failure) {
            throw new UncheckedIOException("the temporary directory " + path + " cannot be made", failure);
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the directory, if it was made. */
    void remove() throws IOException {
        lock.lock();
        try {
            if (made) {
                WarExpander.delete(path);
                made = false;
            }
        } finally {
            lock.unlock();
        }
    }
}
