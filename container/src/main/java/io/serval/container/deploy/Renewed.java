package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What a file says, read again when the file has changed. Safe for any thread. */
final class Renewed<T> {
    private static final Stamps NO_FILE = new Stamps(List.of());

    private final Path file;
    private final Reading<T> reading;
    private final ReentrantLock lock = new ReentrantLock();
    private Stamps stamps;
    private T value;

    /** Reads the file. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /** @param file to watch, or {@code null} for none */
    Renewed(Path file, Reading<T> reading) {
        this.file = file;
        this.reading = reading;
    }

    /** What the file says now. If it cannot be read, the next call tries again. */
    T get() throws IOException {
        lock.lock();
        try {
            Stamps now = file == null ? NO_FILE : Stamps.of(List.of(file));
            if (stamps == null || stamps != now && !stamps.equals(now)) {
                value = reading.read();
                stamps = now;
            }
            return value;
        } finally {
            lock.unlock();
        }
    }
}
