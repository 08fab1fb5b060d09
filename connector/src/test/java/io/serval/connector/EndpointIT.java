package io.serval.connector;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.connector.Endpoint.Proxy;
import io.serval.http.HttpHandler;

import static io.serval.connector.Until.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class EndpointIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private static final String STAY = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final HttpHandler PEER = exchange -> {
        byte[] peer = exchange.connection().remote().toString().getBytes(StandardCharsets.ISO_8859_1);
        exchange.response().write(peer, 0, peer.length);
    };

    private HttpConnector connector;

    @AfterEach void stop() {
        if (connector != null) {
            connector.stop();
        }
    }

    private HttpConnector start(ConnectorConfig config) throws IOException {
        connector = new HttpConnector(config, PEER);
        connector.start();
        return connector;
    }

    private static ConnectorConfig on(Endpoint endpoint) {
        return ConnectorConfig.DEFAULT.withEndpoint(endpoint);
    }

    private static String get(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(GET.getBytes(StandardCharsets.ISO_8859_1)));
            try (InputStream in = Channels.newInputStream(channel)) {
                return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }

    private static boolean isClosed(Client client) throws IOException {
        try {
            return client.socket().getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;                                    // a reset
        }
    }

    @Test void aClientHasNoMoreConnectionsThanItMayAndIsTold() throws Exception {
        start(on(Endpoint.TCP.withClientConnections(2)).withAddress("127.0.0.1"));
        try (LogLines log = new LogLines("io.serval.connector.exchange.PeerLog");
                Client first = new Client(connector.localPort()); Client second = new Client(connector.localPort())) {
            first.send(STAY).response();
            second.send(STAY).response();
            for (int i = 0; i < 3; i++) {
                try (Client third = new Client(connector.localPort())) {
                    assertTrue(isClosed(third), "a third connection is served");
                }
            }
            assertEquals(3, connector.metrics().connectionMetrics().refused());
            assertEquals(1, log.lines().size(), log.lines()::toString);
            assertTrue(log.lines().get(0).contains(
                    "was refused: it has 2 connections already (maxConnectionsPerClient)"), log.lines().get(0));
            first.send(STAY).response();
            second.socket().close();
            until(() -> connector.metrics().connections() == 1, "the second connection is not gone");
            try (Client next = new Client(connector.localPort())) {
                assertTrue(next.send(STAY).response().startsWith("HTTP/1.1 200 "));
            }
        }
    }

    @Test void clientsBehindAProxyAreCountedByTheirOwnAddresses() throws Exception {
        start(on(Endpoint.TCP.withClientConnections(1).withProxy(Proxy.REQUIRED, List.of("127.0.0.0/8")))
                .withAddress("127.0.0.1"));
        try (LogLines log = new LogLines("io.serval.connector.exchange.PeerLog");
                Client first = new Client(connector.localPort()); Client other = new Client(connector.localPort());
                Client again = new Client(connector.localPort())) {
            assertTrue(first.send(header("192.0.2.1") + STAY).response().endsWith("/192.0.2.1:5000"));
            assertTrue(other.send(header("192.0.2.2") + STAY).response().endsWith("/192.0.2.2:5000"));
            again.send(header("192.0.2.1") + STAY);
            assertTrue(isClosed(again), "a second connection of a client is served");
            assertEquals(1, connector.metrics().connectionMetrics().refused());
            assertTrue(log.lines().get(0).startsWith("INFO /192.0.2.1:5000 was refused"), log.lines()::toString);
        }
    }

    private static String header(String client) {
        return "PROXY TCP4 " + client + " 192.0.2.99 5000 80\r\n";
    }

    @Test void servesOnAUnixDomainSocketThatGoesWithTheConnector(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("a.sock");
        start(on(Endpoint.TCP.withUnixPath(socket).withUnixPermissions("rw-rw----")));
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        assertEquals("unix-a.sock", connector.name());
        assertEquals(-1, connector.localPort());
        assertTrue(get(socket).startsWith("HTTP/1.1 200 "));
        connector.pause();
        assertFalse(Files.exists(socket));
        connector.resume();
        assertTrue(get(socket).startsWith("HTTP/1.1 200 "));
        connector.stop();
        assertFalse(Files.exists(socket));
    }

    @Test void replacesASocketNobodyListensOnAndNothingElse(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("a.sock");
        try (ServerSocketChannel former = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            former.bind(UnixDomainSocketAddress.of(socket));
            HttpConnector second = new HttpConnector(on(Endpoint.TCP.withUnixPath(socket)), PEER);
            BindException e = assertThrows(BindException.class, second::bind);
            assertTrue(e.getMessage().contains("somebody listens"), e.getMessage());
        }
        assertTrue(Files.exists(socket), "the file of a closed socket should have stayed");
        start(on(Endpoint.TCP.withUnixPath(socket)));
        assertTrue(get(socket).startsWith("HTTP/1.1 200 "));
        Path file = Files.writeString(folder.resolve("precious"), "data");
        HttpConnector third = new HttpConnector(on(Endpoint.TCP.withUnixPath(file)), PEER);
        assertThrows(BindException.class, third::bind);
        assertEquals("data", Files.readString(file));
    }

    @Test void believesAProxyFromATrustedNetwork() throws IOException {
        start(on(Endpoint.TCP.withProxy(Proxy.REQUIRED, List.of("127.0.0.1"))).withAddress("127.0.0.1"));
        try (Client client = new Client(connector.localPort())) {
            client.send("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n");
            assertTrue(client.send(GET).rest().endsWith("/192.0.2.1:56324"));
        }
        try (Client client = new Client(connector.localPort())) {
            assertEquals("", client.send(GET).rest(), "answered without the header that is required");
        }
    }

    @Test void listensOnBothAddressFamilies() throws IOException {
        start(ConnectorConfig.DEFAULT);
        for (String address : List.of("127.0.0.1", "::1")) {
            try (Socket socket = new Socket()) {
                assumeTrue(hasAddress(address), "this machine has no " + address);
                socket.connect(new InetSocketAddress(address, connector.localPort()), 5_000);
                socket.getOutputStream().write(GET.getBytes(StandardCharsets.ISO_8859_1));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            }
        }
    }

    private static boolean hasAddress(String address) {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test void sharesAPortWithAnotherThatAsksForTheSame() throws IOException {
        SocketOptions sharing = new SocketOptions(100, true, false, 0, 0, true, true);
        ConnectorConfig config = ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withSocket(sharing);
        start(config);
        HttpConnector second = new HttpConnector(config.withPort(connector.localPort()), PEER);
        second.start();
        try {
            connector.pause();
            try (Client client = new Client(second.localPort())) {
                assertTrue(client.send(GET).rest().startsWith("HTTP/1.1 200 "));
            }
        } finally {
            second.stop();
        }
    }

    /** As systemd does: the process begins with the listening socket in place of its standard input. */
    @Test void servesOnTheChannelItWasStartedWith() throws IOException, InterruptedException {
        String python = """
                import os, socket, sys
                s = socket.socket()
                s.bind(("127.0.0.1", 0))
                s.listen(10)
                print(s.getsockname()[1], flush=True)
                os.dup2(s.fileno(), 0)
                os.execv(sys.argv[1], sys.argv[1:])
                """;
        assumeTrue(isThere("python3"), "no python3 to hand on a socket");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder("python3", "-c", python, java, "-cp",
                System.getProperty("java.class.path"), Inheritor.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            int port = Integer.parseInt(process.inputReader().readLine());
            try (Client client = new Client(port)) {
                assertTrue(client.send(GET).rest().startsWith("HTTP/1.1 200 "));
            }
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static boolean isThere(String command) throws InterruptedException {
        try {
            return new ProcessBuilder(command, "--version").redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The process with the inherited channel. */
    static final class Inheritor {
        private Inheritor() { }

        public static void main(String[] arguments) throws IOException {
            new HttpConnector(on(Endpoint.TCP.withInherited(true)), PEER).start();
        }
    }
}
