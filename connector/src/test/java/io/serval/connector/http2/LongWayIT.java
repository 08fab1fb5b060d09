package io.serval.connector.http2;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.HttpConnector;
import io.serval.http.HttpHandler;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Uploads and downloads over 50 ms, there and back, in HTTP/1.1 and in HTTP/2, whose windows must grow to what the way
 * holds. A measurement, so only with {@code -Dlongway=MEGABYTES}; {@code -Dlongway.rate} is what the line carries, in
 * megabytes a second (50).
 */
@EnabledIfSystemProperty(named = "longway", matches = "\\d+")
class LongWayIT {
    private static final int BYTES = Integer.getInteger("longway", 50) * 1_000_000;
    private static final long RATE = Integer.getInteger("longway.rate", 50) * 1_000_000L;
    private static final int DELAY_MILLIS = 25;
    private static final double SHARE = 0.8;

    private static final HttpHandler HANDLER = exchange -> {
        byte[] part = new byte[65_536];
        long count = 0;
        for (int n = 0; n >= 0; n = exchange.content().read(part, 0, part.length)) {
            count += n;
        }
        if (exchange.head().method().equals("GET")) {
            for (int done = 0; done < BYTES; done += part.length) {
                exchange.response().write(part, 0, Math.min(part.length, BYTES - done));
            }
        } else {
            H2Wire.write(exchange, "had " + count);
        }
    };

    private HttpConnector connector;
    private DelayedWay way;

    @BeforeEach void start() throws IOException {
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1"), HANDLER);
        connector.start();
        way = new DelayedWay(connector.localPort(), DELAY_MILLIS, RATE);
    }

    @AfterEach void stop() throws IOException {
        way.close();
        connector.stop(Duration.ofSeconds(5));
    }

    @Test
    void uploadsReachFourFifthsOfHttp1() throws Exception {
        compare("upload", this::uploadHttp1, this::uploadHttp2);
    }

    @Test
    void downloadsReachFourFifthsOfHttp1() throws Exception {
        compare("download", this::downloadHttp1, this::downloadHttp2);
    }

    private interface Transfer {
        void run() throws Exception;
    }

    private static void compare(String what, Transfer http1, Transfer http2) throws Exception {
        double first = seconds(http1);
        double second = seconds(http2);
        System.out.printf("%s of %d MB over %d ms at %d MB/s: HTTP/1.1 %.2f s, HTTP/2 %.2f s, share %.2f%n", what,
                BYTES / 1_000_000, 2 * DELAY_MILLIS, RATE / 1_000_000, first, second, first / second);
        assertTrue(first / second >= SHARE, what + " in HTTP/2 takes " + second + " s, in HTTP/1.1 " + first + " s");
    }

    private static double seconds(Transfer transfer) throws Exception {
        long begin = System.nanoTime();
        transfer.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    // HTTP/1.1

    private void uploadHttp1() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", way.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + BYTES + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] part = new byte[65_536];
            for (int done = 0; done < BYTES; done += part.length) {
                out.write(part, 0, Math.min(part.length, BYTES - done));
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.endsWith("had " + BYTES), answer);
        }
    }

    private void downloadHttp1() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", way.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(
                    StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            long got = in.transferTo(OutputStream.nullOutputStream());
            assertTrue(got > BYTES, "only " + got);
        }
    }

    // HTTP/2

    private void uploadHttp2() throws Exception {
        try (H2Client client = new H2Client(way.port())) {
            Windows windows = new Windows();
            Thread reader = new Thread(() -> windows.follow(client), "reader");
            reader.start();
            client.request(1, "POST", "/", false);
            byte[] part = new byte[Frames.DEFAULT_FRAME_SIZE];
            for (int done = 0; done < BYTES; done += part.length) {
                byte[] content = BYTES - done < part.length ? new byte[BYTES - done] : part;
                windows.take(content.length);
                client.data(1, content, done + content.length >= BYTES);
            }
            reader.join();
            assertTrue(windows.whole, "the upload is not answered");
        }
    }

    /** What the server allows; as in every client, a frame waits until it fits both windows. */
    private static final class Windows {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition wider = lock.newCondition();
        private long connection = Frames.DEFAULT_WINDOW;
        private long stream = Frames.DEFAULT_WINDOW;
        private int initial = Frames.DEFAULT_WINDOW;
        private volatile boolean whole;

        void follow(H2Client client) {
            try {
                H2Client.Frame frame = client.next();
                for (; !frame.endsStream(); frame = client.next()) {
                    note(frame);
                }
                whole = true;
            } catch (IOException e) {
                throw new AssertionError("the server ends the connection", e);
            }
        }

        private void note(H2Client.Frame frame) {
            lock.lock();
            try {
                byte[] payload = frame.payload();
                if (frame.type() == Frames.WINDOW_UPDATE && frame.streamId() == 0) {
                    connection += Frames.int32(payload, 0);
                } else if (frame.type() == Frames.WINDOW_UPDATE) {
                    stream += Frames.int32(payload, 0);
                } else if (frame.type() == Frames.SETTINGS) {
                    for (int at = 0; at < payload.length; at += 6) {
                        if (Frames.int16(payload, at) == Frames.SETTINGS_INITIAL_WINDOW_SIZE) {
                            stream += Frames.int32(payload, at + 2) - initial;
                            initial = Frames.int32(payload, at + 2);
                        }
                    }
                }
                wider.signal();
            } finally {
                lock.unlock();
            }
        }

        void take(int bytes) throws InterruptedException {
            lock.lock();
            try {
                while (connection < bytes || stream < bytes) {
                    wider.await();
                }
                connection -= bytes;
                stream -= bytes;
            } finally {
                lock.unlock();
            }
        }
    }

    /** A client whose windows are large from the start, as those of browsers. */
    private void downloadHttp2() throws IOException {
        try (H2Client client = new H2Client(way.port())) {
            client.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 16 << 20).widen(0, 16 << 20);
            client.request(1, "GET", "/", true);
            long got = 0;
            int owed = 0;
            for (H2Client.Frame frame = client.next(); ; frame = client.next()) {
                if (frame.type() == Frames.DATA) {
                    got += frame.payload().length;
                    owed += frame.payload().length;
                    if (frame.endsStream()) {
                        break;
                    }
                    if (owed > 1 << 20) {
                        client.widen(0, owed).widen(1, owed);
                        owed = 0;
                    }
                }
            }
            assertTrue(got == BYTES, "only " + got);
        }
    }
}
