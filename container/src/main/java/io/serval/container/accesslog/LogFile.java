package io.serval.container.accesslog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The file of an access log, and the next one when its date has passed. Confined to the thread of the log. */
final class LogFile implements Closeable {
    private final AccessLogSettings settings;
    private final Clock clock;
    private final DateTimeFormatter dateFormat;
    private FileChannel channel;
    private Path file;
    private String date;

    LogFile(AccessLogSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.dateFormat = DateTimeFormatter.ofPattern(settings.fileDateFormat(), Locale.ENGLISH);
    }

    /** Appends bytes to the file of the hour, having opened it if need be. */
    void write(byte[] bytes, int length) throws IOException {
        open();
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Makes the file that is due now the open one. */
    void open() throws IOException {
        String due = settings.rotatable() ? dateFormat.format(LocalDateTime.now(clock)) : "";
        boolean lost = channel != null && settings.checkExists() && !Files.exists(file);
        if (channel != null && due.equals(date) && !lost) {
            return;
        }
        close();
        if (date != null && !due.equals(date) && settings.renameOnRotate()) {
            Files.move(file, path(date), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createDirectories(settings.directory());
        file = path(settings.renameOnRotate() ? "" : due);
        date = due;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
        deleteOldFiles();
    }

    private Path path(String dated) {
        return settings.directory().resolve(settings.prefix() + dated + settings.suffix());
    }

    private void deleteOldFiles() throws IOException {
        if (settings.maxDays() < 0 || !settings.rotatable()) {
            return;
        }
        Instant eldest = clock.instant().minus(Duration.ofDays(settings.maxDays()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(settings.directory(), this::isRotated)) {
            for (Path each : files) {
                if (Files.getLastModifiedTime(each).toInstant().isBefore(eldest)) {
                    Files.delete(each);
                }
            }
        }
    }

    private boolean isRotated(Path candidate) {
        String name = candidate.getFileName().toString();
        return !candidate.equals(file) && name.startsWith(settings.prefix()) && name.endsWith(settings.suffix())
                && name.length() == settings.prefix().length() + sampleDate().length() + settings.suffix().length();
    }

    private String sampleDate() {
        return dateFormat.format(LocalDateTime.ofInstant(Instant.EPOCH, ZoneId.systemDefault()));
    }

    @Override public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
