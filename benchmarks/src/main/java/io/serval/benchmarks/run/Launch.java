package io.serval.benchmarks.run;

import java.nio.file.Path;

import io.serval.benchmarks.server.Setup;

/**
 * How a server's JVM is started. Equal ones share their processes.
 *
 * @param javaHome       of the server
 * @param tls            whether it opens a port for TLS too
 * @param threads        platform threads for servlets
 * @param virtualThreads instead of these
 * @param compression    gzip for JSON and events
 */
record Launch(Path javaHome, boolean tls, int threads, boolean virtualThreads, boolean compression) {
    static Launch with(Path javaHome) {
        return new Launch(javaHome, false, Setup.THREADS, false, false);
    }

    Launch withTls() {
        return new Launch(javaHome, true, threads, virtualThreads, compression);
    }

    Launch withThreads(int count) {
        return new Launch(javaHome, tls, count, virtualThreads, compression);
    }

    Launch withVirtualThreads(boolean on) {
        return new Launch(javaHome, tls, threads, on, compression);
    }

    Launch withCompression() {
        return new Launch(javaHome, tls, threads, virtualThreads, true);
    }
}
