package io.serval.container.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.serval.container.Serval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Threads of an application that go on with an asynchronous request while the container, or another, ends it. */
@Timeout(120)
class AsyncThreadsIT {
    /** Of four requests at most, on a connection that carries a hundred. */
    private static final int ROUNDS = 25;
    private static final int CONNECTIONS = 10;
    private static final int FAR_TOO_MUCH = 64 << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Serval server;

    @AfterEach void stop() {
        server.close();
        threads.shutdownNow();
    }

    /** What a servlet does with a GET. */
    @FunctionalInterface
    private interface Get {
        void handle(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    private void start(Get late) throws IOException {
        server = Serval.builder().port(0).context("", app -> app
                .servlet("/late", servlet(late))
                .servlet("/plain", servlet((request, response) -> {
                    response.setContentLength(5);
                    response.getWriter().print("plain");
                }))).start();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static HttpServlet servlet(Get get) {
        return new HttpServlet() {
            @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                get.handle(request, response);
            }
        };
    }

    private static void send(Socket socket, String... paths) throws IOException {
        StringBuilder requests = new StringBuilder();
        for (String path : paths) {
            requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ended within: " + line);
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /** Status line and content, and every byte between as it has to be. */
    private static String response(InputStream in) throws IOException {
        String status = line(in);
        int length = -1;
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            if (field.startsWith("Content-Length: ")) {
                length = Integer.parseInt(field.substring(16));
            }
        }
        return status + ' ' + (length >= 0 ? new String(in.readNBytes(length), StandardCharsets.US_ASCII) : chunks(in));
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            content.append(new String(in.readNBytes(size), StandardCharsets.US_ASCII));
            assertEquals("", line(in), "the end of a chunk");
        }
        assertEquals("", line(in), "the end of the message");
        return content.toString();
    }

    @Test void aThreadThatGoesOnAfterTheEndDoesNotReachTheNextResponses() throws Exception {
        start((request, response) -> {
            AsyncContext async = request.startAsync();
            ServletOutputStream out = response.getOutputStream();
            CountDownLatch begun = new CountDownLatch(1);
            threads.execute(() -> writeOn(out, begun));
            threads.execute(() -> {
                awaitQuietly(begun);
                async.complete();
            });
        });
        inRounds(socket -> {
            send(socket, "/late", "/plain", "/plain");
            InputStream in = socket.getInputStream();
            String late = response(in);
            assertTrue(late.matches("HTTP/1.1 200 OK (late )*"), late);
            assertEquals("HTTP/1.1 200 OK plain", response(in));
            assertEquals("HTTP/1.1 200 OK plain", response(in));
        });
    }

    /** What a client does with its connection. */
    @FunctionalInterface
    private interface Round {
        void on(Socket socket) throws IOException;
    }

    private void inRounds(Round round) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Socket socket = connect()) {
                for (int k = 0; k < ROUNDS; k++) {
                    round.on(socket);
                }
            }
        }
    }

    /** Writes until it is told that the request is over. */
    private static void writeOn(ServletOutputStream out, CountDownLatch begun) {
        byte[] late = "late ".getBytes(StandardCharsets.US_ASCII);
        try {
            for (int i = 0; i < 100_000; i++) {
                out.write(late);
                out.flush();
                begun.countDown();
            }
        } catch (IOException | IllegalStateException e) {
            begun.countDown(); // as it has to be
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test void aTimeoutEndsAThreadThatWaitsForAClientWhoTakesNothing() throws Exception {
        AtomicReference<Exception> end = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        start((request, response) -> {
            AsyncContext async = request.startAsync();
            async.setTimeout(300);
            ServletOutputStream out = response.getOutputStream();
            threads.execute(() -> {
                try {
                    byte[] much = new byte[1 << 16];
                    for (int sent = 0; sent < FAR_TOO_MUCH; sent += much.length) {
                        out.write(much);
                    }
                } catch (IOException | IllegalStateException e) {
                    end.set(e);
                }
                ended.countDown();
            });
        });
        try (Socket socket = connect()) {
            send(socket, "/late");
            assertTrue(ended.await(30, TimeUnit.SECONDS), "the thread still waits");
            assertInstanceOf(Exception.class, end.get());
            try (Socket other = connect()) {
                send(other, "/plain");
                assertEquals("HTTP/1.1 200 OK plain", response(other.getInputStream()));
            }
        }
    }

    @Test void whatAThreadStreamsComesWholeHoweverManyRequestsFollow() throws Exception {
        start((request, response) -> {
            AsyncContext async = request.startAsync();
            threads.execute(() -> {
                try {
                    for (int i = 0; i < 10; i++) {
                        response.getWriter().print("part " + i + ';');
                        response.flushBuffer();
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                } finally {
                    async.complete();
                }
            });
        });
        String parts = "HTTP/1.1 200 OK part 0;part 1;part 2;part 3;part 4;part 5;part 6;part 7;part 8;part 9;";
        inRounds(socket -> {
            send(socket, "/plain", "/late", "/late", "/plain");
            InputStream in = socket.getInputStream();
            assertEquals("HTTP/1.1 200 OK plain", response(in));
            assertEquals(parts, response(in));
            assertEquals(parts, response(in));
            assertEquals("HTTP/1.1 200 OK plain", response(in));
        });
    }
}
