package io.serval.benchmarks.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.serval.benchmarks.client.Load;
import io.serval.benchmarks.client.LoadResult;
import io.serval.benchmarks.server.ServerMain;

/**
 * A scenario on all servers. First each is warmed up: on one core the compiler competes with the requests, and needs
 * seconds. Then rounds in which each server has its turn, each round in another order.
 */
final class Throughput {
    private static final Duration WARM_UP_STEP = Duration.ofSeconds(1);
    private static final int MOST_STEPS = 5;
    private static final int MOST_STEPS_AT_FIRST = 10;
    private static final double STILL_GETTING_FASTER = 1.04;

    private final Options options;
    private final Watch watch;
    private boolean warm;

    Throughput(Options options, Watch watch) {
        this.options = options;
        this.watch = watch;
    }

    Table measure(Scenario scenario, List<ServerProcess> servers) throws IOException {
        for (ServerProcess server : servers) {
            warmUp(server, scenario);
        }
        warm = true;
        Map<ServerMain.Name, Measurement> found = new EnumMap<>(ServerMain.Name.class);
        Map<ServerMain.Name, Double> wrk = new EnumMap<>(ServerMain.Name.class);
        for (int round = 0; round < options.rounds(); round++) {
            for (int turn = 0; turn < servers.size() && watch.permits(); turn++) {
                ServerProcess server = servers.get((turn + round) % servers.size());
                found.merge(server.name(), measure(server, scenario), Measurement::and);
                wrk.merge(server.name(), wrk(server, scenario), Math::max);
            }
        }
        return table(scenario, found, wrk);
    }

    /** Until a second is no longer faster than the fastest before it, twice. */
    private void warmUp(ServerProcess server, Scenario scenario) throws IOException {
        double fastest = 0;
        int calm = 0;
        try (Load load = new Load(server.address(), scenario.load(server))) {
            int steps = warm ? MOST_STEPS : MOST_STEPS_AT_FIRST;
            for (int step = 0; step < steps && calm < 2 && watch.permits(); step++) {
                double perSecond = load.run(WARM_UP_STEP).perSecond();
                calm = perSecond > fastest * STILL_GETTING_FASTER ? 0 : calm + 1;
                fastest = Math.max(fastest, perSecond);
            }
        }
    }

    private Measurement measure(ServerProcess server, Scenario scenario) throws IOException {
        try (Load load = new Load(server.address(), scenario.load(server))) {
            long allocated = server.memory(false).allocatedBytes();
            long cpu = server.cpuNanos();
            LoadResult result = load.run(options.phase());
            double answers = Math.max(1, result.requests());
            double cpuMicros = (server.cpuNanos() - cpu) / 1e3 / answers;
            double bytes = (server.memory(false).allocatedBytes() - allocated) / answers;
            return new Measurement(result.perSecond(), cpuMicros, bytes, result.latencies().nanosAt(0.5) / 1e3,
                    result.latencies().nanosAt(0.99) / 1e3, result.failures());
        }
    }

    private double wrk(ServerProcess server, Scenario scenario) throws IOException {
        return scenario == Scenario.PLAINTEXT ? Commands.wrk(server.address(), options.phase()) : Double.NaN;
    }

    private static Table table(Scenario scenario, Map<ServerMain.Name, Measurement> found,
            Map<ServerMain.Name, Double> wrk) {
        Table table = new Table(scenario.title()).column("requests/s", true).column("CPU µs", true)
                .column("bytes allocated", true).column("p50 µs", false).column("p99 µs", false);
        boolean withWrk = wrk.values().stream().anyMatch(Double::isFinite);
        if (withWrk) {
            table.column("wrk requests/s", true);
        }
        found.forEach((name, m) -> {
            double[] row = {m.perSecond(), m.cpuMicros(), m.allocatedBytes(), m.medianMicros(), m.p99Micros(),
                wrk.get(name)};
            table.row(name.toString(), withWrk ? row : Arrays.copyOf(row, row.length - 1));
            if (m.failures() > 0) {
                table.note(name + ": " + m.failures() + " failures");
            }
        });
        return table;
    }
}
