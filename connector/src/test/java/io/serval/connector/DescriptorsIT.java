package io.serval.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A server whose process has no file descriptor left goes on with what it has, and recovers. */
class DescriptorsIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final int DESCRIPTORS = 100;

    /** The server, in a process of its own; tells its port and serves until its input ends. */
    public static final class Server {
        public static void main(String[] args) throws IOException {
            HttpConnector connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1"),
                    exchange -> exchange.response().write(new byte[] {'o', 'k'}, 0, 2));
            connector.start();
            Client warm = new Client(connector.localPort());
            warm.send(GET).response(); // all classes are loaded while there are descriptors
            warm.close();
            System.out.println("port " + connector.localPort());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
            connector.stop();
        }
    }

    @Test void whenNoDescriptorIsLeftOpenConnectionsLiveAndNewOnesComeWhenThereIsOneAgain() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")) && Files.isDirectory(Path.of("/proc/self/fd")));
        String command = "ulimit -n " + DESCRIPTORS + " && exec \"$0\" \"$@\"";
        Process server = new ProcessBuilder("/bin/sh", "-c", command,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:-MaxFDLimit",
                "-cp", System.getProperty("java.class.path"), Server.class.getName()).redirectErrorStream(true).start();
        List<Client> clients = new ArrayList<>();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            int port = port(out);
            exhaust(port, clients);
            Client waiting = clients.get(clients.size() - 1);
            assertTrue(clients.size() < DESCRIPTORS, "the server never ran out of descriptors");
            for (Client client : clients.subList(0, clients.size() - 1)) {
                assertTrue(client.send(GET).response().endsWith("ok"), "an open connection is not served");
            }
            for (Client client : clients.subList(0, 10)) {
                client.close();
            }
            waiting.socket().setSoTimeout(10_000);
            assertTrue(waiting.response().endsWith("ok"), "the one that waited is not served");
            assertTrue(new Client(port).send(GET).response().endsWith("ok"));
        } finally {
            for (Client client : clients) {
                client.close();
            }
            server.getOutputStream().close();
            assertTrue(server.waitFor(20, TimeUnit.SECONDS), "the server does not end");
            assertEquals(0, server.exitValue());
        }
    }

    private static int port(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("port ")) {
                return Integer.parseInt(line.substring(5));
            }
        }
        throw new IOException("the server did not start");
    }

    /** Connects until a client gets no answer: that one waits in the backlog. */
    private static void exhaust(int port, List<Client> clients) throws IOException {
        while (clients.size() < DESCRIPTORS) {
            Client client = new Client(port);
            clients.add(client);
            client.socket().setSoTimeout(1_000);
            client.send(GET);
            try {
                client.response();
            } catch (SocketTimeoutException e) {
                assertThrows(SocketTimeoutException.class, client::response, "it is served late");
                return;
            }
        }
    }
}
