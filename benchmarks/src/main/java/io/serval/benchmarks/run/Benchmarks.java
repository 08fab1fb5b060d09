package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The run from beginning to end: {@code Benchmarks <directory for files> [--option=value …]}. */
public final class Benchmarks {
    private static final int STATIC_FILE_BYTES = 4 << 10;

    private final Options options;
    private final Path work;
    private final Report report;
    private final Servers servers;
    private final Watch watch;
    private final Launch plain;

    private Benchmarks(Options options, Path work, Report report, Servers servers) {
        this.options = options;
        this.work = work;
        this.report = report;
        this.servers = servers;
        watch = new Watch(options.limit());
        plain = Launch.with(Jdk.THIS.home()).withVirtualThreads(options.virtualThreads());
    }

    public static void main(String[] args) throws IOException {
        Options options = Options.parse(List.of(args).subList(1, args.length).toArray(String[]::new));
        Path work = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
        writeFiles(work);
        try (Report report = new Report(work.resolve("report.md"));
             Servers servers = new Servers(options.servers(), work)) {
            new Benchmarks(options, work, report, servers).run();
        }
    }

    private static void writeFiles(Path work) throws IOException {
        Files.writeString(work.resolve("static.txt"), "0123456789abcdef".repeat(STATIC_FILE_BYTES / 16));
        Files.write(work.resolve(SecureScenario.Part.MEBIBYTE), new byte[1 << 20]);
        Files.write(work.resolve(SecureScenario.Part.MEBIBYTES), new byte[16 << 20]);
    }

    private void run() throws IOException {
        report.print(conditions());
        measureClear();
        measureSecure();
        measureNeighbours();
        measureFresh();
        report.print(watch.remark());
    }

    private void measureClear() throws IOException {
        Throughput throughput = new Throughput(options, watch);
        for (Scenario scenario : Scenario.values()) {
            if (options.wants(scenario)) {
                Launch launch = scenario == Scenario.GZIP ? plain.withCompression() : plain;
                report.print(throughput.measure(scenario, servers.of(launch)));
            }
        }
        if (options.wants(Options.Extra.SYSCALLS)) {
            report.print(new SystemCallMeasurement(servers.of(plain), options, watch, work).measure());
        }
    }

    private void measureSecure() throws IOException {
        for (SecureScenario scenario : SecureScenario.values()) {
            if (options.wants(scenario)) {
                report.print(new SecureThroughput(servers.of(plain.withTls()), options, watch, work).measure(scenario));
            }
        }
        if (options.wants(Options.Extra.HANDSHAKES)) {
            report.print(new HandshakeMeasurement(servers.of(plain.withTls()), options, watch).measure());
        }
    }

    private void measureNeighbours() throws IOException {
        if (options.wants(Options.Extra.UPLOADS)) {
            report.print(new Neighbours(servers.of(plain), options, watch).slowUploads());
        }
        if (options.wants(Options.Extra.READERS)) {
            Neighbours neighbours = new Neighbours(servers.of(plain), options, watch);
            report.print(neighbours.slowReaders("/medium", "100 KiB"));
            report.print(neighbours.slowReaders("/large", "1 MiB"));
        }
        if (options.wants(Options.Extra.OVERLOAD)) {
            Launch few = plain.withThreads(OverloadMeasurement.THREADS);
            report.print(new OverloadMeasurement(servers.of(few), watch).measure());
        }
        if (options.wants(Options.Extra.EVENTS)) {
            report.print(new EventMeasurement(servers.of(plain.withCompression()), options, watch).measure());
        }
    }

    /** What needs a machine without the processes of other measurements. */
    private void measureFresh() throws IOException {
        servers.close();
        if (options.wants(Options.Extra.VIRTUAL)) {
            measureVirtual();
            servers.close();
        }
        if (options.wants(Options.Extra.IDLE)) {
            report.print(new IdleMeasurement(options, watch, work, plain).measure());
        }
        if (options.wants(Options.Extra.START)) {
            for (Table table : new StartMeasurement(options, watch, work).measure()) {
                report.print(table);
            }
        }
    }

    private void measureVirtual() throws IOException {
        for (Jdk jdk : options.jdks()) {
            if (jdk.hasVirtualThreads()) {
                report.print("On virtual threads of JDK " + jdk.version() + " (Undertow has none):\n\n");
                Launch virtual = Launch.with(jdk.home()).withVirtualThreads(true);
                report.print(new Throughput(options, watch).measure(Scenario.CONCURRENT, servers.of(virtual)));
            }
        }
    }

    private String conditions() {
        String cores = System.getProperty("benchmark.serverCore") == null ? "not pinned"
                : "servers on core " + System.getProperty("benchmark.serverCore") + ", client on another";
        return """
                ## Servers side by side

                JDK %s, %s, best of %d rounds of %.1f s, %s threads. × is the ratio to the first row.

                """.formatted(Runtime.version(), cores, options.rounds(), options.phase().toMillis() / 1e3,
                options.virtualThreads() ? "virtual" : "200 platform");
    }
}
