package io.serval.container.startup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.serval.container.config.ServerConfig;
import io.serval.container.descriptor.SourceLocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ShutdownListenerTest {
    private final CountDownLatch called = new CountDownLatch(1);

    private static ServerConfig on(int port) {
        return new ServerConfig(port, "localhost", "STOP NOW", false, List.of(), List.of(), List.of(),
                new SourceLocation("server.xml", 2, 1));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            return socket.getLocalPort();
        }
    }

    @Test void obeysTheCommandAndNothingElse() throws Exception {
        ServerConfig config = on(freePort());
        ShutdownListener listener = ShutdownListener.open(config, called::countDown);
        try {
            say(config.port(), "STOP LATER\n");
            say(config.port(), "");
            say(config.port(), "x".repeat(5_000));
            assertEquals(1, called.getCount());

            ShutdownListener.send(config);
            assertTrue(called.await(5, TimeUnit.SECONDS), "the command was heard");
        } finally {
            listener.close();
        }
    }

    private static void say(int port, String text) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().read();
        } catch (java.net.SocketException e) {
            assertTrue(text.length() > 1_024, "only an endless word is cut off: " + e);
        }
    }

    @Test void namesPortPlaceAndRemedyWhenThePortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            String message = assertThrows(StartException.class,
                    () -> ShutdownListener.open(on(other.getLocalPort()), called::countDown)).getMessage();

            assertTrue(message.contains("shutdown port " + other.getLocalPort()), message);
            assertTrue(message.contains("server.xml:2:1"), message);
            assertTrue(message.contains("or -1 for none"), message);
        }
    }

    @Test void staysAwayWhenThePortIsMinusOne() {
        assertNull(ShutdownListener.open(on(-1), called::countDown));
    }
}
