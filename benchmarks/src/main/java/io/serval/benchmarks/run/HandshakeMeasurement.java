package io.serval.benchmarks.run;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

import io.serval.benchmarks.client.Handshakes;

/** What a new TLS connection costs, with a full handshake and with one that continues a session. */
final class HandshakeMeasurement {
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private final List<ServerProcess> servers;
    private final Options options;
    private final Watch watch;

    HandshakeMeasurement(List<ServerProcess> servers, Options options, Watch watch) {
        this.servers = servers;
        this.options = options;
        this.watch = watch;
    }

    Table measure() throws IOException {
        Table table = new Table("New TLS 1.3 connections with one GET each, P-256, one after the other")
                .column("full/s", true).column("CPU µs", true).column("resumed/s", true).column("CPU µs ", true);
        table.note("The client is Java too and needs about as much CPU: compare CPU.");
        for (ServerProcess server : servers) {
            if (watch.permits()) {
                double[] full = best(server, false, table);
                double[] resumed = best(server, true, table);
                table.row(server.name().toString(), full[0], full[1], resumed[0], resumed[1]);
            }
        }
        return table;
    }

    /** Connections a second and CPU of one. */
    private double[] best(ServerProcess server, boolean resumed, Table table) throws IOException {
        try {
            Handshakes handshakes = new Handshakes(server.tlsAddress(), resumed);
            handshakes.run(WARM_UP);
            double[] best = {0, Double.POSITIVE_INFINITY};
            double share = 0;
            for (int round = 0; round < options.rounds(); round++) {
                long cpu = server.cpuNanos();
                Handshakes.Result result = handshakes.run(options.phase());
                double count = Math.max(1, result.connections());
                best[0] = Math.max(best[0], count * 1e9 / result.nanos());
                best[1] = Math.min(best[1], (server.cpuNanos() - cpu) / 1e3 / count);
                share = result.continued() / count;
            }
            if (share < 0.99 == resumed) {
                table.note(server.name() + ": " + Math.round(share * 100) + " % of the connections "
                        + (resumed ? "that offered a session" : "that were to be new") + " continued one");
            }
            return best;
        } catch (GeneralSecurityException noTls13) {
            throw new IOException(noTls13);
        }
    }
}
