package io.serval.benchmarks.run;

import java.io.IOException;
import java.util.List;

import io.serval.benchmarks.client.Load;
import io.serval.benchmarks.client.LoadResult;
import io.serval.benchmarks.client.LoadSpec;
import io.serval.benchmarks.client.SlowUploads;

/** Whether clients that upload slowly make others wait. */
final class UploadMeasurement {
    private static final int UPLOADS = 1_000;
    private static final LoadSpec ONE = LoadSpec.get("/plaintext", 1);

    private final List<ServerProcess> servers;
    private final Options options;
    private final Watch watch;

    UploadMeasurement(List<ServerProcess> servers, Options options, Watch watch) {
        this.servers = servers;
        this.options = options;
        this.watch = watch;
    }

    Table measure() throws IOException {
        Table table = new Table("A GET on one connection beside 1,000 slow uploads")
                .column("alone: p99 µs", false).column("beside: p99 µs", false).column("slower by", false)
                .column("alone: answers/s", false).column("beside: answers/s", false);
        table.note("A dash: not one answer while the uploads went on.");
        for (ServerProcess server : servers) {
            if (watch.permits()) {
                LoadResult alone = single(server);
                LoadResult beside = besideUploads(server);
                double before = alone.latencies().nanosAt(0.99) / 1e3;
                double after = beside.requests() == 0 ? Double.NaN : beside.latencies().nanosAt(0.99) / 1e3;
                table.row(server.name().toString(), before, after, after / before, alone.perSecond(),
                        beside.perSecond());
            }
        }
        return table;
    }

    private LoadResult besideUploads(ServerProcess server) throws IOException {
        try (SlowUploads uploads = new SlowUploads(server.address(), UPLOADS)) {
            uploads.settle();
            return single(server);
        }
    }

    private LoadResult single(ServerProcess server) throws IOException {
        try (Load load = new Load(server.address(), ONE)) {
            return load.run(options.phase());
        }
    }
}
