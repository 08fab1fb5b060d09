package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.serval.benchmarks.client.Load;
import io.serval.benchmarks.client.LoadSpec;
import io.serval.benchmarks.server.ServerMain;

/** What fresh processes tell: time from start to first answer, and memory that an idle connection holds. */
final class StartMeasurement {
    private static final int STARTS = 3;
    private static final int IDLE_CONNECTIONS = 2_000;

    private final Options options;
    private final Watch watch;
    private final Path work;

    StartMeasurement(Options options, Watch watch, Path work) {
        this.options = options;
        this.watch = watch;
        this.work = work;
    }

    Table measure() throws IOException {
        Table table = new Table("Start to first answer, and idle connections")
                .column("from main() ms", true).column("from exec ms", true).column("bytes per connection", true);
        table.note("Best of " + STARTS + " starts. Bytes: heap and direct buffers after a collection, over "
                + Table.number(IDLE_CONNECTIONS) + " connections that have each had one answer.");
        for (ServerMain.Name name : options.servers()) {
            addRow(table, name);
        }
        return table;
    }

    private void addRow(Table table, ServerMain.Name name) throws IOException {
        double fromMain = Double.POSITIVE_INFINITY;
        double fromExec = Double.POSITIVE_INFINITY;
        double idle = Double.NaN;
        for (int start = 0; start < STARTS && watch.permits(); start++) {
            try (ServerProcess server = ServerProcess.start(name, work, options.virtualThreads())) {
                fromMain = Math.min(fromMain, server.startMillisInJvm());
                fromExec = Math.min(fromExec, server.startMillis());
                idle = start == 0 ? bytesPerIdleConnection(server) : idle;
            }
        }
        table.row(name.toString(), fromMain, fromExec, idle);
    }

    private static double bytesPerIdleConnection(ServerProcess server) throws IOException {
        try (Load warmUp = new Load(server.address(), LoadSpec.get("/plaintext", 1))) {
            warmUp.run(Duration.ofMillis(500));
        }
        long before = server.memory(true).liveBytes();
        try (Load load = new Load(server.address(), LoadSpec.get("/plaintext", IDLE_CONNECTIONS))) {
            load.touchAll();
            return (server.memory(true).liveBytes() - before) / (double) IDLE_CONNECTIONS;
        }
    }
}
