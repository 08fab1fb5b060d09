package io.serval.benchmarks.run;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

import io.serval.benchmarks.client.Load;
import io.serval.benchmarks.client.LoadResult;
import io.serval.benchmarks.client.LoadSpec;
import io.serval.benchmarks.client.SlowReaders;
import io.serval.benchmarks.client.SlowUploads;

/** Whether clients that are slow make a fast one wait. */
final class Neighbours {
    private static final int SLOW = 1_000;
    private static final LoadSpec ONE = LoadSpec.get("/plaintext", 1);

    private final List<ServerProcess> servers;
    private final Options options;
    private final Watch watch;

    /** Makes the neighbours; they have arrived when it returns. */
    private interface Arrival {
        Closeable at(ServerProcess server) throws IOException;
    }

    Neighbours(List<ServerProcess> servers, Options options, Watch watch) {
        this.servers = servers;
        this.options = options;
        this.watch = watch;
    }

    Table slowUploads() throws IOException {
        return measure("A GET on one connection beside 1,000 slow uploads", server -> {
            SlowUploads uploads = new SlowUploads(server.address(), SLOW);
            uploads.settle();
            return uploads;
        });
    }

    /** @param path of what they read @param size for the title */
    Table slowReaders(String path, String size) throws IOException {
        return measure("A GET on one connection beside 1,000 slow readers of " + size, server -> {
            SlowReaders readers = new SlowReaders(server.address(), path, SLOW);
            readers.settle();
            return readers;
        });
    }

    private Table measure(String title, Arrival arrival) throws IOException {
        Table table = new Table(title)
                .column("alone: p99 µs", false).column("beside: p99 µs", false).column("slower by", false)
                .column("alone: answers/s", false).column("beside: answers/s", false);
        table.note("A dash: not one answer while the neighbours were there.");
        for (ServerProcess server : servers) {
            if (watch.permits()) {
                LoadResult alone = single(server);
                LoadResult beside = beside(arrival, server);
                double before = alone.latencies().nanosAt(0.99) / 1e3;
                double after = beside.requests() == 0 ? Double.NaN : beside.latencies().nanosAt(0.99) / 1e3;
                table.row(server.name().toString(), before, after, after / before, alone.perSecond(),
                        beside.perSecond());
            }
        }
        return table;
    }

    private LoadResult beside(Arrival arrival, ServerProcess server) throws IOException {
        Closeable neighbours = arrival.at(server);
        try {
            return single(server);
        } finally {
            neighbours.close();
        }
    }

    private LoadResult single(ServerProcess server) throws IOException {
        try (Load load = new Load(server.address(), ONE)) {
            return load.run(options.phase());
        }
    }
}
