package io.serval.benchmarks.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.serval.benchmarks.app.Application;
import io.serval.benchmarks.client.Load;
import io.serval.benchmarks.client.LoadResult;
import io.serval.benchmarks.client.LoadSpec;

/** How much of its best a server still does when clients want three times as much. */
final class OverloadMeasurement {
    /** Few, so that the threads are the limit and not the core. */
    static final int THREADS = 20;

    private static final int CAPACITY = THREADS * 1_000 / Application.WORK_MILLIS;
    private static final int CLIENTS = 8_000;
    private static final Duration FILL = Duration.ofSeconds(5);
    private static final Duration MEASURE = Duration.ofSeconds(4);

    private final List<ServerProcess> servers;
    private final Watch watch;

    OverloadMeasurement(List<ServerProcess> servers, Watch watch) {
        this.servers = servers;
        this.watch = watch;
    }

    Table measure() throws IOException {
        Table table = new Table("Overload: a servlet that takes " + Application.WORK_MILLIS + " ms, " + THREADS
                + " threads, " + CLIENTS + " clients")
                .column("peak answers/s", false).column("offered/s", false).column("goodput/s", false)
                .column("share of the peak", false).column("refused/s", false).column("p99 of answers ms", false);
        table.note("Goodput: answers 200 within a second of the request, after " + FILL.toSeconds()
                + " s of overload. Each server holds back at most half a second of requests, by its own means.");
        for (ServerProcess server : servers) {
            if (watch.permits()) {
                addRow(table, server);
            }
        }
        return table;
    }

    private void addRow(Table table, ServerProcess server) throws IOException {
        double peak;
        try (Load load = new Load(server.address(), LoadSpec.get("/work", THREADS * 2))) {
            load.run(FILL.dividedBy(2));
            peak = load.run(MEASURE).perSecond();
        }
        int offered = CAPACITY * 3;
        try (Load load = new Load(server.address(), LoadSpec.get("/work", CLIENTS).paced(offered))) {
            long failedBefore = load.run(FILL).failures();
            LoadResult result = load.run(MEASURE);
            double seconds = result.nanos() / 1e9;
            table.row(server.name().toString(), peak, offered, result.inTime() / seconds,
                    result.inTime() / seconds / peak, (result.failures() - failedBefore) / seconds,
                    result.latencies().nanosAt(0.99) / 1e6);
        }
    }
}
