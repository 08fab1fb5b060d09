package io.serval.benchmarks.server;

import java.nio.file.Path;

/** What a server is started with. */
record Setup(int port, Path documentRoot, boolean virtualThreads) {
    static final String HOST = "127.0.0.1";
    static final int THREADS = 200;
    static final int BACKLOG = 1_024;
}
