package io.serval.container.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.serval.container.Serval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Non-blocking input and output, and upgraded connections, over real and slow connections. */
class NonBlockingIT {
    private static final int LARGE = 16 << 20;
    private static final BlockingQueue<String> HEARD = new LinkedBlockingQueue<>();
    private static Serval server;

    @BeforeAll static void start() {
        server = Serval.builder().port(0).context("", app -> app
                .servlet("echo", new Echo(), each -> {
                    each.addMapping("/echo");
                    each.setAsyncSupported(true);
                })
                .servlet("large", new Large(), each -> {
                    each.addMapping("/large");
                    each.setAsyncSupported(true);
                })
                .servlet("/upgrade", new Upgrading())).start();
    }

    @AfterAll static void stop() {
        server.stop();
    }

    /** Sends back what it gets, with both listeners. */
    private static final class Echo extends HttpServlet {
        @Override protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AsyncContext async = request.startAsync();
            ServletInputStream input = request.getInputStream();
            ServletOutputStream output = response.getOutputStream();
            class Both implements ReadListener, WriteListener {
                private final byte[] buffer = new byte[1000];

                @Override public void onDataAvailable() throws IOException {
                    onWritePossible();
                }

                @Override public void onWritePossible() throws IOException {
                    while (output.isReady() && input.isReady()) {
                        int count = input.read(buffer);
                        if (count < 0) {
                            return;
                        }
                        output.write(buffer, 0, count);
                    }
                }

                @Override public void onAllDataRead() {
                    async.complete();
                }

                @Override public void onError(Throwable failure) {
                    HEARD.add("error");
                }
            }
            Both both = new Both();
            input.setReadListener(both);
            output.setWriteListener(both);
        }
    }

    /** Writes more than any buffer takes. */
    private static final class Large extends HttpServlet {
        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AsyncContext async = request.startAsync();
            ServletOutputStream output = response.getOutputStream();
            byte[] portion = new byte[64 << 10];
            Arrays.fill(portion, (byte) 'x');
            output.setWriteListener(new WriteListener() {
                private int written;

                @Override public void onWritePossible() throws IOException {
                    while (output.isReady()) {
                        if (written == LARGE) {
                            async.complete();
                            return;
                        }
                        output.write(portion);
                        written += portion.length;
                    }
                    HEARD.offer("waiting");
                }

                @Override public void onError(Throwable failure) {
                    HEARD.add("error");
                }
            });
        }
    }

    private static final class Upgrading extends HttpServlet {
        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            response.setHeader("Upgrade", request.getHeader("Upgrade"));
            response.setHeader("Connection", "upgrade");
            if (request.getHeader("Upgrade").equals("blocking")) {
                request.upgrade(Blocking.class);
            } else {
                request.upgrade(Listening.class);
            }
        }
    }

    /** Answers lines in capital letters, in a thread of its own. */
    public static final class Blocking implements HttpUpgradeHandler {
        @Override public void init(WebConnection connection) {
            try (connection) {
                InputStream input = connection.getInputStream();
                OutputStream output = connection.getOutputStream();
                int octet = input.read();
                while (octet >= 0 && octet != '.') {
                    output.write(Character.toUpperCase(octet));
                    output.flush();
                    octet = input.read();
                }
            } catch (Exception e) {
                HEARD.add("error " + e);
            }
        }

        @Override public void destroy() {
            HEARD.add("destroyed");
        }
    }

    /** The same by listeners. */
    public static final class Listening implements HttpUpgradeHandler {
        @Override public void init(WebConnection connection) {
            try {
                ServletInputStream input = connection.getInputStream();
                ServletOutputStream output = connection.getOutputStream();
                input.setReadListener(new ReadListener() {
                    @Override public void onDataAvailable() throws IOException {
                        while (input.isReady()) {
                            int octet = input.read();
                            if (octet < 0 || octet == '.') {
                                close(connection);
                                return;
                            }
                            output.write(Character.toUpperCase(octet));
                            output.flush();
                        }
                    }

                    @Override public void onAllDataRead() { }

                    @Override public void onError(Throwable failure) {
                        HEARD.add("error " + failure);
                    }
                });
            } catch (IOException e) {
                HEARD.add("error " + e);
            }
        }

        private static void close(WebConnection connection) throws IOException {
            try {
                connection.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }

        @Override public void destroy() {
            HEARD.add("destroyed");
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket("localhost", server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The head of a response, with its empty line. */
    private static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = input.read();
            if (octet < 0) {
                throw new IOException("ended after " + head);
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    @Test void echoesASlowUploadPortionByPortion() throws Exception {
        HEARD.clear();
        try (Socket socket = connect()) {
            send(socket, "POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (String portion : new String[] {"slowly", "but", "surely"}) {
                send(socket, Integer.toHexString(portion.length()) + "\r\n" + portion + "\r\n");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            send(socket, "0\r\n\r\n");
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.contains("slowlybutsurely"), answer);
            assertTrue(HEARD.isEmpty(), HEARD.toString());
        }
    }

    @Test void writesALargeResponseToASlowReader() throws Exception {
        HEARD.clear();
        try (Socket socket = connect()) {
            send(socket, "GET /large HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertEquals("waiting", HEARD.poll(10, TimeUnit.SECONDS), "the socket takes no more");
            byte[] all = socket.getInputStream().readAllBytes();
            int xs = 0;
            for (byte octet : all) {
                xs += octet == 'x' ? 1 : 0;
            }
            assertEquals(LARGE, xs);
        }
    }

    @Test void handsTheConnectionToAnUpgradeHandler() throws Exception {
        for (String kind : new String[] {"blocking", "listening"}) {
            HEARD.clear();
            try (Socket socket = connect()) {
                send(socket,
                        "GET /upgrade HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: " + kind + "\r\n\r\n");
                String head = head(socket.getInputStream());
                assertTrue(head.startsWith("HTTP/1.1 101 "), head);
                assertEquals(1, head.toLowerCase(Locale.ROOT).split("\r\nupgrade:", -1).length - 1, head);
                assertEquals(1, head.toLowerCase(Locale.ROOT).split("\r\nconnection:", -1).length - 1, head);
                send(socket, "hi");
                assertArrayEquals("HI".getBytes(StandardCharsets.ISO_8859_1), socket.getInputStream().readNBytes(2));
                send(socket, "you.");
                assertEquals("YOU", new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
                assertEquals("destroyed", HEARD.poll(5, TimeUnit.SECONDS));
            }
        }
    }
}
