package io.serval.benchmarks.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.serval.benchmarks.client.EventStreams;
import io.serval.benchmarks.client.Latencies;

/** Whether events pass through compression at once. */
final class EventMeasurement {
    private static final int CLIENTS = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final List<ServerProcess> servers;
    private final Options options;
    private final Watch watch;

    EventMeasurement(List<ServerProcess> servers, Options options, Watch watch) {
        this.servers = servers;
        this.options = options;
        this.watch = watch;
    }

    Table measure() throws IOException {
        Table table = new Table("Server-sent events, compressed: " + CLIENTS + " clients, an event every 20 ms")
                .column("events/s", false).column("p50 µs", false).column("p99 µs", false);
        table.note("From the moment before the event is written to that after the client has read it. The clients "
                + "themselves share one core. Wanted are " + CLIENTS * 50 + " events a second.");
        for (ServerProcess server : servers) {
            if (watch.permits()) {
                addRow(table, server);
            }
        }
        return table;
    }

    private void addRow(Table table, ServerProcess server) throws IOException {
        try (EventStreams streams = new EventStreams(server.address(), CLIENTS)) {
            streams.run(WARM_UP);
            Duration time = options.phase().multipliedBy(2);
            Latencies ages = streams.run(time);
            table.row(server.name().toString(), ages.count() * 1e3 / time.toMillis(),
                    ages.nanosAt(0.5) / 1e3, ages.nanosAt(0.99) / 1e3);
            if (streams.isPlain()) {
                table.note(server.name() + " did not compress them");
            }
        }
    }
}
