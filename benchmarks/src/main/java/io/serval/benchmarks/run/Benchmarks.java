package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.serval.benchmarks.server.ServerMain;

/** The run from beginning to end: {@code Benchmarks <directory for files> [--option=value …]}. */
public final class Benchmarks {
    private static final int STATIC_FILE_BYTES = 4 << 10;

    private Benchmarks() { }

    public static void main(String[] args) throws IOException {
        Options options = Options.parse(List.of(args).subList(1, args.length).toArray(String[]::new));
        Path work = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
        Files.writeString(work.resolve("static.txt"), "0123456789abcdef".repeat(STATIC_FILE_BYTES / 16));
        List<ServerProcess> servers = new ArrayList<>();
        try (Report report = new Report(work.resolve("report.md"))) {
            report.print(conditions(options));
            Watch watch = new Watch(options.limit());
            for (ServerMain.Name name : options.servers()) {
                servers.add(ServerProcess.start(name, work, options.virtualThreads()));
            }
            Throughput throughput = new Throughput(servers, options, watch);
            for (Scenario scenario : Scenario.values()) {
                if (options.wants(scenario)) {
                    report.print(throughput.measure(scenario));
                }
            }
            if (options.wants(Options.Extra.SYSCALLS)) {
                report.print(new SystemCallMeasurement(servers, options, watch, work).measure());
            }
            if (options.wants(Options.Extra.UPLOADS)) {
                report.print(new UploadMeasurement(servers, options, watch).measure());
            }
            if (options.wants(Options.Extra.START)) {
                report.print(new StartMeasurement(options, watch, work).measure());
            }
            report.print(watch.remark());
        } finally {
            for (ServerProcess server : servers) {
                server.close();
            }
        }
    }

    private static String conditions(Options options) {
        String cores = System.getProperty("benchmark.serverCore") == null ? "not pinned"
                : "servers on core " + System.getProperty("benchmark.serverCore") + ", client on another";
        return """
                ## Servers side by side

                JDK %s, %s, best of %d rounds of %.1f s, %s threads. × is the ratio to the first row.

                """.formatted(Runtime.version(), cores, options.rounds(), options.phase().toMillis() / 1e3,
                options.virtualThreads() ? "virtual" : "200 platform");
    }
}
