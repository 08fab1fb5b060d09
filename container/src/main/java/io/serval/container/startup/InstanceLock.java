package io.serval.container.startup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this process the only one on its base: an exclusive lock on {@code run/serval.lock}, which the system gives
 * back however the process ends, and the process number in the pid file.
 */
final class InstanceLock implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(InstanceLock.class);

    private final FileChannel channel;
    private final Path pidFile;

    private InstanceLock(FileChannel channel, Path pidFile) {
        this.channel = channel;
        this.pidFile = pidFile;
    }

    /**
     * On a base that cannot be written there is no lock and no pid file, only a warning.
     *
     * @param pidFile where the process number goes
     * @throws StartException if another process has the base
     */
    static InstanceLock take(HomeAndBase places, Path pidFile) {
        try {
            Files.createDirectories(places.run());
            FileChannel channel = FileChannel.open(places.run().resolve("serval.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (!isMine(channel)) {
                channel.close();
                throw new StartException("Serval runs already on " + places.base() + describe(pidFile)
                        + "; stop it first, or give this one a base of its own with SERVAL_BASE");
            }
            writePid(pidFile);
            return new InstanceLock(channel, pidFile);
        } catch (IOException e) {
            log.warn("There is no lock and no pid file, because {} cannot be written: {}", places.run(), e.toString());
            return new InstanceLock(null, pidFile);
        }
    }

    private static boolean isMine(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String describe(Path pidFile) throws IOException {
        return Files.isReadable(pidFile) ? " (process " + Files.readString(pidFile).strip() + ')' : "";
    }

    private static void writePid(Path pidFile) throws IOException {
        if (pidFile.getParent() != null) {
            Files.createDirectories(pidFile.getParent());
        }
        Files.writeString(pidFile, ProcessHandle.current().pid() + System.lineSeparator());
    }

    @Override public void close() throws IOException {
        if (channel != null) {
            Files.deleteIfExists(pidFile);
            channel.close();
        }
    }
}
