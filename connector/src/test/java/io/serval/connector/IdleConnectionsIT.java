package io.serval.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import org.junit.jupiter.api.Test;

import io.serval.http.FieldName;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Connections that have been served once and wait for more cost next to nothing. As many as {@code -Dserval.idle=}
 * says, looked at for {@code -Dserval.idle.seconds=}; the server is a process of its own, so that its figures are its
 * own, and so is its limit of descriptors.
 */
class IdleConnectionsIT {
    private static final int CONNECTIONS = Integer.getInteger("serval.idle", 2_000);
    private static final long SECONDS = Integer.getInteger("serval.idle.seconds", 2);
    private static final int BYTES_EACH = 1_536;
    /** What the JVM may need meanwhile for reasons of its own. */
    private static final long SLACK_BYTES = 1 << 20;
    private static final int LOOKS = 5;

    /** The server: answers {@code /figures} with its memory in bytes and its processor time in nanoseconds. */
    public static final class Server {
        public static void main(String[] args) throws IOException {
            HttpConnector connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1")
                    .withMaxConnections(-1).withTimeouts(Timeouts.all(Duration.ofMinutes(10))), exchange -> {
                        byte[] text = (exchange.head().target().path().equals("/figures") ? figures() : "ok")
                                .getBytes(StandardCharsets.US_ASCII);
                        exchange.response().fields().set(FieldName.CONTENT_TYPE, "text/plain");
                        exchange.response().write(text, 0, text.length);
                    });
            connector.start();
            System.out.println(connector.localPort());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
            connector.stop();
        }

        private static String figures() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(each -> each.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
            long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
            return (heap + direct) + " " + cpu;
        }
    }

    private record Figures(long bytes, long cpuNanos) { }

    private static Figures ask(Client client) throws IOException {
        String response = client.send("GET /figures HTTP/1.1\r\nHost: h\r\n\r\n").response();
        String[] figures = response.substring(response.indexOf("\r\n\r\n") + 4).split(" ");
        return new Figures(Long.parseLong(figures[0]), Long.parseLong(figures[1]));
    }

    /** The least memory of several looks: what the JVM needs for a moment does not count. */
    private static Figures atRest(Client client) throws IOException {
        Figures last = ask(client);
        long least = last.bytes();
        for (int i = 1; i < LOOKS; i++) {
            last = ask(client);
            least = Math.min(least, last.bytes());
        }
        return new Figures(least, last.cpuNanos());
    }

    private static void serve(int port, List<Client> clients, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Client client = new Client(port);
            clients.add(client);
            assertTrue(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").response().endsWith("ok"));
        }
    }

    @Test void idleConnectionsCostNextToNothing() throws Exception {
        Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Server.class.getName())
                .redirectErrorStream(true).start();
        List<Client> clients = new ArrayList<>();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            int port = port(out);
            serve(port, clients, 200); // so that what comes once, whatever the number, is there
            Figures before = atRest(clients.get(0));
            serve(port, clients, CONNECTIONS);
            Figures connected = atRest(clients.get(0));
            TimeUnit.SECONDS.sleep(SECONDS);
            Figures idled = ask(clients.get(0));
            report(before, connected, idled);
        } finally {
            for (Client client : clients) {
                client.close();
            }
            server.getOutputStream().close();
            assertTrue(server.waitFor(20, TimeUnit.SECONDS), "the server does not end");
        }
    }

    private static int port(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.matches("\\d+")) {
                return Integer.parseInt(line);
            }
        }
        throw new IOException("the server did not start");
    }

    private static void report(Figures before, Figures connected, Figures idled) {
        long bytes = connected.bytes() - before.bytes();
        double cpu = (idled.cpuNanos() - connected.cpuNanos()) / 1e7 / SECONDS;
        System.out.printf("%d idle connections: %d bytes of heap and direct memory each, %.2f %% of a processor%n",
                CONNECTIONS, bytes / CONNECTIONS, cpu);
        assertTrue(bytes <= (long) CONNECTIONS * BYTES_EACH + SLACK_BYTES, () -> bytes / CONNECTIONS + " bytes each");
    }
}
