package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.serval.benchmarks.server.ServerMain;

/** A {@link SecureScenario} on all servers: warmed up, then in rounds, as in {@link Throughput}. */
final class SecureThroughput {
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private final List<ServerProcess> servers;
    private final Options options;
    private final Watch watch;
    private final Path work;

    SecureThroughput(List<ServerProcess> servers, Options options, Watch watch, Path work) {
        this.servers = servers;
        this.options = options;
        this.watch = watch;
        this.work = work;
    }

    Table measure(SecureScenario scenario) throws IOException {
        Table table = new Table(scenario.title()).column("requests/s", true).column("CPU µs", true)
                .column("bytes allocated", true);
        if (!H2Load.available()) {
            table.note("Not measured: there is no h2load (in Debian the package nghttp2-client).");
            return table;
        }
        for (ServerProcess server : servers) {
            if (watch.permits()) {
                H2Load.run(WARM_UP, scenario.arguments(server, work));
            }
        }
        Map<ServerMain.Name, Measurement> found = new EnumMap<>(ServerMain.Name.class);
        for (int round = 0; round < options.rounds(); round++) {
            for (int turn = 0; turn < servers.size() && watch.permits(); turn++) {
                ServerProcess server = servers.get((turn + round) % servers.size());
                found.merge(server.name(), measure(server, scenario), Measurement::and);
            }
        }
        found.forEach((name, m) -> {
            table.row(name.toString(), m.perSecond(), m.cpuMicros(), m.allocatedBytes());
            if (m.failures() > 0) {
                table.note(name + ": " + m.failures() + " failures");
            }
        });
        return table;
    }

    private Measurement measure(ServerProcess server, SecureScenario scenario) throws IOException {
        long allocated = server.memory(false).allocatedBytes();
        long cpu = server.cpuNanos();
        H2Load.Result result = H2Load.run(options.phase(), scenario.arguments(server, work));
        double answers = Math.max(1, result.requests());
        double cpuMicros = (server.cpuNanos() - cpu) / 1e3 / answers;
        double bytes = (server.memory(false).allocatedBytes() - allocated) / answers;
        return new Measurement(result.requests() / result.seconds(), cpuMicros, bytes, Double.NaN, Double.NaN,
                result.failures());
    }
}
