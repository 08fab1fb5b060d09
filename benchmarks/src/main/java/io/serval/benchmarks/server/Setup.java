package io.serval.benchmarks.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server is started with.
 *
 * @param port           on which HTTP/1.1 and HTTP/2 by prior knowledge are spoken
 * @param tlsPort        on which both are spoken over TLS, or 0 for none
 * @param documentRoot   of static files
 * @param keyStore       PKCS#12 with one key, for {@code tlsPort}
 * @param threads        platform threads that may run servlets at the same time
 * @param virtualThreads instead of these
 * @param compression    gzip for {@link #COMPRESSED}
 */
public record Setup(int port, int tlsPort, Path documentRoot, Path keyStore, int threads, boolean virtualThreads,
        boolean compression) {
    public static final int THREADS = 200;
    public static final String KEY_PASSWORD = "benchmark";
    static final String HOST = "127.0.0.1";
    static final int BACKLOG = 8_192;
    static final int CONNECTIONS = 20_000;
    /** Longer than any measurement, so that no server closes connections which are to be idle. */
    static final int IDLE_SECONDS = 120;
    static final List<String> COMPRESSED = List.of("application/json", "text/event-stream");
    static final int COMPRESSED_FROM = 1_024;
    /** Most streams of a connection at the same time; clients open 32. */
    static final int STREAMS = 200;

    /**
     * Most requests that wait for a thread, in every server by its own means: as many as are served in half a second
     * where few threads are what is measured, else as each server has it.
     *
     * @return 0 for the latter
     */
    int queue() {
        return threads < THREADS ? threads * 50 : 0;
    }

    /** For {@link #parse}. */
    public List<String> toArguments() {
        List<String> arguments = new ArrayList<>();
        for (Object each : List.of(port, tlsPort, documentRoot, keyStore, threads, virtualThreads, compression)) {
            arguments.add(each.toString());
        }
        return arguments;
    }

    /** Reads what {@link #toArguments} wrote. */
    static Setup parse(List<String> arguments) {
        return new Setup(Integer.parseInt(arguments.get(0)), Integer.parseInt(arguments.get(1)),
                Path.of(arguments.get(2)), Path.of(arguments.get(3)), Integer.parseInt(arguments.get(4)),
                Boolean.parseBoolean(arguments.get(5)), Boolean.parseBoolean(arguments.get(6)));
    }
}
