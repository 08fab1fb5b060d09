package io.serval.benchmarks.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
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

import io.serval.benchmarks.server.ServerMain;

/** A server in a JVM of its own, on a port of its own, pinned to the core for servers when there is one. */
final class ServerProcess implements Closeable {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final String JAVA_OPTS =
            System.getenv().getOrDefault("SERVER_JAVA_OPTS", "-Xms256m -Xmx256m -XX:+UseSerialGC");

    private final ServerMain.Name name;
    private final Process process;
    private final Path log;
    private final InetSocketAddress address;
    private final long execMillis;
    private final long answerMillis;

    /** What the server's JVM tells about its memory. Live bytes are 0 unless a collection was asked for. */
    record Memory(long allocatedBytes, long liveBytes) { }

    private ServerProcess(ServerMain.Name name, Process process, Path log, InetSocketAddress address, long execMillis)
            throws IOException {
        this.name = name;
        this.process = process;
        this.log = log;
        this.address = address;
        this.execMillis = execMillis;
        this.answerMillis = awaitFirstAnswer();
    }

    static ServerProcess start(ServerMain.Name name, Path work, boolean virtualThreads) throws IOException {
        InetSocketAddress address = freePort();
        Path log = work.resolve(name + "-" + address.getPort() + ".log");
        List<String> command = new ArrayList<>();
        String core = System.getProperty("benchmark.serverCore");
        if (core != null) {
            command.addAll(List.of("taskset", "-c", core));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JAVA_OPTS.split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ServerMain.class.getName(),
                name.toString(), Integer.toString(address.getPort()), work.toString(),
                Boolean.toString(virtualThreads)));
        long execMillis = System.currentTimeMillis();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ServerProcess(name, process, log, address, execMillis);
    }

    ServerMain.Name name() {
        return name;
    }

    InetSocketAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    /** CPU time of all threads so far; the kernel counts it in steps of 10 ms. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
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

    /** From the first line of {@code main} to the first answer. */
    long startMillisInJvm() throws IOException {
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith("main ")) {
                return answerMillis - Long.parseLong(line.substring(5));
            }
        }
        throw new IOException("No line with the time of main in " + log);
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
