package io.serval.container.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code run/serval.ready}: tells {@code serval.sh} that the port answers, and where. Appears whole or not at all. */
final class ReadyFile {
    private static final Logger log = LoggerFactory.getLogger(ReadyFile.class);

    private final Path file;
    private final Path logFile;

    ReadyFile(HomeAndBase places) {
        this.file = places.run().resolve("serval.ready");
        this.logFile = places.logs().resolve("serval.log");
    }

    void write(String urls, long startMillis) {
        String text = "pid=" + ProcessHandle.current().pid() + "\nurl=" + urls + "\nmillis=" + startMillis
                + "\nlog=" + logFile + '\n';
        try {
            Files.createDirectories(file.getParent());
            Path unfinished = Files.writeString(file.resolveSibling("serval.ready.tmp"), text);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.warn("{} cannot be written: {}", file, e.toString());
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} cannot be removed: {}", file, e.toString());
        }
    }
}
