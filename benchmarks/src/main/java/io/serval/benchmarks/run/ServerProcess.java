package io.serval.benchmarks.run;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.serval.benchmarks.server.ServerMain;
import io.serval.benchmarks.server.Setup;

/** A server in a JVM of its own, on a port of its own, pinned to the core for servers when there is one. */
final class ServerProcess implements Closeable {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final String JAVA_OPTS =
            System.getenv().getOrDefault("SERVER_JAVA_OPTS", "-Xms256m -Xmx256m -XX:+UseSerialGC");

    private final ServerMain.Name name;
    private final Process process;
    private final Path log;
    private final InetSocketAddress address;
    private final InetSocketAddress tlsAddress;
    private final long execMillis;
    private final long answerMillis;
    private final double startCpuMillis;

    /** What the server's JVM tells about its memory. Live bytes are 0 unless a collection was asked for. */
    record Memory(long allocatedBytes, long liveBytes) { }

    private ServerProcess(ServerMain.Name name, Process process, Path log, InetSocketAddress address,
            InetSocketAddress tlsAddress, long execMillis) throws IOException {
        this.name = name;
        this.process = process;
        this.log = log;
        this.address = address;
        this.tlsAddress = tlsAddress;
        this.execMillis = execMillis;
        this.answerMillis = awaitFirstAnswer();
        this.startCpuMillis = cpuNanos() / 1e6;
    }

    static ServerProcess start(ServerMain.Name name, Path work, Launch launch) throws IOException {
        InetSocketAddress address = freePort();
        InetSocketAddress tlsAddress = launch.tls() ? freePort() : null;
        Setup setup = new Setup(address.getPort(), launch.tls() ? tlsAddress.getPort() : 0, work,
                KeyStoreFile.in(work), launch.threads(), launch.virtualThreads(), launch.compression());
        Path log = work.resolve(name + "-" + address.getPort() + ".log");
        List<String> command = jvm(launch.javaHome(), classPath(name));
        command.addAll(List.of(ServerMain.class.getName(), name.toString()));
        command.addAll(setup.toArguments());
        long execMillis = System.currentTimeMillis();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ServerProcess(name, process, log, address, tlsAddress, execMillis);
    }

    /** The beginning of a command line, up to the class path. */
    static List<String> jvm(Path javaHome, String classPath) {
        List<String> command = new ArrayList<>();
        String core = System.getProperty("benchmark.serverCore");
        if (core != null) {
            command.addAll(List.of("taskset", "-c", core));
        }
        command.add(new Jdk(javaHome).command("java").toString());
        command.addAll(List.of(JAVA_OPTS.split(" ")));
        command.addAll(List.of("-cp", classPath));
        return command;
    }

    /** The application and what the server needs. */
    private static String classPath(ServerMain.Name name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> !each.endsWith(".jar") || name.needs(Path.of(each).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    ServerMain.Name name() {
        return name;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Where it speaks TLS; {@code null} if it does not. */
    InetSocketAddress tlsAddress() {
        return tlsAddress;
    }

    long pid() {
        return process.pid();
    }

    /** CPU time of all threads so far; the kernel counts it in steps of 10 ms. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** What the process holds of the machine's memory; -1 where there is no {@code /proc}. */
    long residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid()), "status");
        if (Files.exists(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        }
        return -1;
    }

    /** A field of the head that a GET is answered with. */
    String answerField(String path, String field) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + address.getPort() + path).toURL().openConnection();
        try (InputStream in = connection.getInputStream()) {
            in.readAllBytes();
        }
        String value = connection.getHeaderField(field);
        if (value == null) {
            throw new IOException(name + " answers " + path + " without " + field);
        }
        return value;
    }

    Memory memory(boolean collect) throws IOException {
        URI meter = URI.create("http://127.0.0.1:" + address.getPort() + "/meter" + (collect ? "?gc" : ""));
        try (InputStream in = meter.toURL().openStream()) {
            String[] numbers = new String(in.readAllBytes(), StandardCharsets.US_ASCII).split(" ");
            return new Memory(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        }
    }

    /** From the start of the process to the first answer. */
    long startMillis() {
        return answerMillis - execMillis;
    }

    /** CPU time from the start of the process to the first answer. */
    double startCpuMillis() {
        return startCpuMillis;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static InetSocketAddress freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    private long awaitFirstAnswer() throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (answers()) {
                return System.currentTimeMillis();
            }
        }
        close();
        throw new IOException(name + " did not answer. Its output:\n" + Files.readString(log));
    }

    private boolean answers() {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout((int) LONGEST_START.toMillis());
            socket.getOutputStream().write("GET /plaintext HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            String start = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return start.equals("HTTP/1.1 200");
        } catch (IOException notYet) {
            pause();
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
