package io.serval.benchmarks.server;

/** A server that can run the {@link io.serval.benchmarks.app.Application}. */
interface BenchmarkServer {
    /** Returns when connections are accepted. The server then runs until its process is killed. */
    void start(Setup setup) throws Exception;
}
