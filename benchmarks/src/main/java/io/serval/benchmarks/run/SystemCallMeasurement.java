package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.serval.benchmarks.client.Load;
import io.serval.benchmarks.client.LoadResult;
import io.serval.benchmarks.client.LoadSpec;

/** System calls per answer: with all connections busy, and at a pace at which every request finds the server asleep. */
final class SystemCallMeasurement {
    private static final int PACE_PER_SECOND = 500;
    private static final int SHOWN = 6;
    private static final double WORTH_SHOWING = 0.01;
    private static final LoadSpec LOAD = LoadSpec.get("/plaintext", 64);

    private final List<ServerProcess> servers;
    private final Options options;
    private final Watch watch;
    private final Path work;

    SystemCallMeasurement(List<ServerProcess> servers, Options options, Watch watch, Path work) {
        this.servers = servers;
        this.options = options;
        this.watch = watch;
        this.work = work;
    }

    Table measure() throws IOException {
        Table table = new Table("System calls per GET of 13 bytes, 64 connections")
                .column(PACE_PER_SECOND + " a second", true).column("futex", false)
                .column("saturated", true).column("futex ", false);
        if (!SystemCalls.available()) {
            table.note("Not counted: there is no strace.");
            return table;
        }
        table.note("Futex is not in the sum but beside it. Tracing slows servers down, so that in the saturated "
                + "columns the next request is always there already: the paced ones are to be compared.");
        try {
            for (ServerProcess server : servers) {
                addRow(table, server);
            }
        } catch (IOException notPermitted) {
            table.note("Not counted: " + notPermitted.getMessage());
        }
        return table;
    }

    private void addRow(Table table, ServerProcess server) throws IOException {
        if (watch.permits()) {
            double[] paced = count(server, LOAD.paced(PACE_PER_SECOND), table);
            double[] saturated = count(server, LOAD, table);
            table.row(server.name().toString(), paced[0], paced[1], saturated[0], saturated[1]);
        }
    }

    /** Calls per answer without futex, and futex. */
    private double[] count(ServerProcess server, LoadSpec spec, Table table) throws IOException {
        try (Load load = new Load(server.address(), spec)) {
            load.touchAll();
            LoadResult[] result = new LoadResult[1];
            Map<String, Long> calls = SystemCalls.during(server.pid(), work,
                    () -> result[0] = load.run(options.phase()));
            double answers = Math.max(1, result[0].requests());
            long futex = calls.getOrDefault("futex", 0L);
            long all = calls.values().stream().mapToLong(Long::longValue).sum();
            String how = spec.ratePerSecond() > 0 ? " paced: " : " saturated: ";
            table.note(server.name() + how + mostFrequent(calls, answers));
            return new double[] {(all - futex) / answers, futex / answers};
        }
    }

    private static String mostFrequent(Map<String, Long> calls, double answers) {
        List<String> shown = calls.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .filter(call -> call.getValue() / answers >= WORTH_SHOWING)
                .limit(SHOWN)
                .map(call -> call.getKey() + " " + Table.number(call.getValue() / answers))
                .toList();
        return String.join(", ", shown);
    }
}
