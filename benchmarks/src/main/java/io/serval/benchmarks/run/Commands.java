package io.serval.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tools of the machine, used when they are there. */
final class Commands {
    private static final Pattern WRK_RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    private Commands() { }

    static boolean exists(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    /** Answers a second that wrk counts for plaintext on 64 connections; NaN without wrk. */
    static double wrk(InetSocketAddress server, Duration time) throws IOException {
        if (!exists("wrk")) {
            return Double.NaN;
        }
        Process wrk = new ProcessBuilder("wrk", "-t1", "-c64", "-d" + Math.max(1, time.toSeconds()) + "s",
                "http://127.0.0.1:" + server.getPort() + "/plaintext").redirectErrorStream(true).start();
        Matcher rate = WRK_RATE.matcher(new String(wrk.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        return rate.find() ? Double.parseDouble(rate.group(1)) : Double.NaN;
    }
}
