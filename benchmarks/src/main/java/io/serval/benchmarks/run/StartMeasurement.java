package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.serval.benchmarks.server.Floor;
import io.serval.benchmarks.server.ServerMain;

/** What fresh processes tell: time from start to first answer, and the CPU that went into it. */
final class StartMeasurement {
    private final Options options;
    private final Watch watch;
    private final Path work;

    /** Times of one server on one JDK, the best of all rounds. */
    private static final class Best {
        private double wallMillis = Double.POSITIVE_INFINITY;
        private double cpuMillis = Double.POSITIVE_INFINITY;

        void take(double wall, double cpu) {
            wallMillis = Math.min(wallMillis, wall);
            cpuMillis = Math.min(cpuMillis, cpu);
        }
    }

    StartMeasurement(Options options, Watch watch, Path work) {
        this.options = options;
        this.watch = watch;
        this.work = work;
    }

    List<Table> measure() throws IOException {
        List<Table> tables = new ArrayList<>();
        for (Jdk jdk : options.jdks()) {
            tables.add(measure(jdk));
        }
        return tables;
    }

    private Table measure(Jdk jdk) throws IOException {
        Table table = new Table("Start to first answer, embedded, JDK " + jdk.version())
                .column("from exec ms", true).column("CPU ms", true);
        int starts = options.rounds() + 2;
        table.note("Best of " + starts + " starts in turn. The floor is a JVM that prints a line and ends.");
        List<Best> best = new ArrayList<>();
        options.servers().forEach(any -> best.add(new Best()));
        Best floor = new Best();
        for (int start = 0; start < starts && watch.permits(); start++) {
            for (int i = 0; i < best.size(); i++) {
                start(options.servers().get(i), jdk, best.get(i));
            }
            startNothing(jdk, floor);
        }
        for (int i = 0; i < best.size(); i++) {
            table.row(options.servers().get(i).toString(), best.get(i).wallMillis, best.get(i).cpuMillis);
        }
        table.row("(floor)", floor.wallMillis, floor.cpuMillis);
        return table;
    }

    private void start(ServerMain.Name name, Jdk jdk, Best best) throws IOException {
        try (ServerProcess server = ServerProcess.start(name, work, Launch.with(jdk.home()))) {
            best.take(server.startMillis(), server.startCpuMillis());
        }
    }

    private static void startNothing(Jdk jdk, Best best) throws IOException {
        List<String> command = ServerProcess.jvm(jdk.home(), System.getProperty("java.class.path"));
        command.add(Floor.class.getName());
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().read();
        best.take((System.nanoTime() - begin) / 1e6, Double.POSITIVE_INFINITY);
        process.getInputStream().readAllBytes();
    }
}
