package io.serval.container.security.realm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.ConfigException;
import io.serval.container.config.UserConfig;

/**
 * The users of a file, read anew when it changes; looked at once a second at most, while somebody logs in. A file that
 * cannot be read later on leaves the users as they were. Safe for any thread: one looks, the others go on.
 */
public final class UsersFile implements UserSource {
    /** Reads the format of the file. */
    @FunctionalInterface
    public interface Reader {
        List<UserConfig> read(Path file) throws IOException;
    }

    private static final Logger log = LoggerFactory.getLogger(UsersFile.class);
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Path file;
    private final Reader reader;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long lookedNanos;
    /** Guarded by {@code lock}. */
    private FileTime read;

    /** @param file is read at the first use */
    public UsersFile(Path file, Reader reader) {
        this(file, reader, System::nanoTime);
    }

    UsersFile(Path file, Reader reader, LongSupplier nanos) {
        this.file = file;
        this.reader = reader;
        this.nanos = nanos;
        this.lookedNanos = nanos.getAsLong() - INTERVAL_NANOS;
    }

    /** @throws IllegalArgumentException if the file cannot be read at the first time */
    @Override public List<UserConfig> changed() {
        if (nanos.getAsLong() - lookedNanos < INTERVAL_NANOS || !lock.tryLock()) {
            return null;
        }
        try {
            lookedNanos = nanos.getAsLong();
            return look();
        } finally {
            lock.unlock();
        }
    }

    private List<UserConfig> look() {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            if (modified.equals(read)) {
                return null;
            }
            List<UserConfig> users = reader.read(file);
            log.info("{} users read from {}", users.size(), file);
            read = modified;
            return users;
        } catch (IOException | ConfigException e) {
            if (read == null) {
                throw new IllegalArgumentException("the users of " + file + " cannot be read: " + e, e);
            }
            log.warn("{} changed but cannot be read; the users stay as they were: {}", file, e.toString());
            return null;
        }
    }
}
