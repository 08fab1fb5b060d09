package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.serval.benchmarks.client.IdleConnections;
import io.serval.benchmarks.client.Load;
import io.serval.benchmarks.client.LoadSpec;
import io.serval.benchmarks.server.ServerMain;

/**
 * What connections cost that nothing is sent on. In a process of its own for each server, warmed up by many connections
 * that are closed again: what they leave behind, caches and pools, is not counted for those that are measured.
 */
final class IdleMeasurement {
    private static final int CONNECTIONS = 10_000;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final Options options;
    private final Watch watch;
    private final Path work;
    private final Launch launch;

    IdleMeasurement(Options options, Watch watch, Path work, Launch launch) {
        this.options = options;
        this.watch = watch;
        this.work = work;
        this.launch = launch;
    }

    Table measure() throws IOException {
        Table table = new Table("10,000 idle keep-alive connections")
                .column("heap and direct, bytes each", true).column("resident, bytes each", true)
                .column("CPU ms a second", false);
        table.note("Each has had one answer. Bytes are the difference to the server without them, after a collection; "
                + "resident memory also has the threads and the garbage that opening them made.");
        for (ServerMain.Name name : options.servers()) {
            if (watch.permits()) {
                try (ServerProcess server = ServerProcess.start(name, work, launch)) {
                    addRow(table, server);
                }
            }
        }
        return table;
    }

    private static void addRow(Table table, ServerProcess server) throws IOException {
        try (Load warmUp = new Load(server.address(), LoadSpec.get("/plaintext", 64))) {
            warmUp.run(WARM_UP);
        }
        new IdleConnections(server.address(), CONNECTIONS).close();
        long live = settledBytes(server);
        long resident = server.residentBytes();
        try (IdleConnections idle = new IdleConnections(server.address(), CONNECTIONS)) {
            double bytes = settledBytes(server) - live;
            double residentMore = server.residentBytes() - resident;
            long cpu = server.cpuNanos();
            pause(IDLE);
            double cpuMillis = (server.cpuNanos() - cpu) / 1e6 / IDLE.toSeconds();
            table.row(server.name().toString(), bytes / CONNECTIONS, residentMore / CONNECTIONS, cpuMillis);
            int closed = idle.closedByServer();
            if (closed > 0) {
                table.note(server.name() + ": " + closed + " were closed by the server meanwhile");
            }
        }
    }

    /** Live bytes once two collections, a while apart, find the same: loops and cleaners lag behind. */
    private static long settledBytes(ServerProcess server) throws IOException {
        long before = server.memory(true).liveBytes();
        for (int tries = 0; tries < 10; tries++) {
            pause(Duration.ofMillis(300));
            long now = server.memory(true).liveBytes();
            if (Math.abs(now - before) < 16 << 10) {
                return now;
            }
            before = now;
        }
        return before;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
