package io.serval.benchmarks.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;

/** Clients that listen to server-sent events, each from a thread of its own, and note how old each event is. */
public final class EventStreams implements Closeable {
    private static final String DATA = "data: ";

    private final List<HttpURLConnection> connections = new ArrayList<>();
    private Latencies latencies;
    private volatile boolean plain;

    /** Opens all of them, accepting gzip. */
    public EventStreams(InetSocketAddress server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + server.getPort() + "/events").toURL().openConnection();
            connection.setRequestProperty("Accept-Encoding", "gzip");
            connections.add(connection);
            Thread thread = new Thread(() -> listen(connection), "events-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Ages of the events that arrive in that time. */
    public Latencies run(Duration time) {
        Latencies ages = new Latencies();
        count(ages);
        LockSupport.parkNanos(time.toNanos());
        count(null);
        return ages;
    }

    private synchronized void count(Latencies into) {
        latencies = into;
    }

    /** Whether the server sent events that are not compressed. */
    public boolean isPlain() {
        return plain;
    }

    @Override
    public void close() {
        connections.forEach(HttpURLConnection::disconnect);
    }

    private void listen(HttpURLConnection connection) {
        try (InputStream in = connection.getInputStream()) {
            boolean gzip = "gzip".equals(connection.getContentEncoding());
            plain |= !gzip;
            readEvents(gzip ? new GZIPInputStream(in) : in);
        } catch (IOException closed) {
            // by close()
        }
    }

    /** Not by a Reader: one waits until its buffer is full, as a stream that is inflated always says there is more. */
    private void readEvents(InputStream events) throws IOException {
        byte[] buffer = new byte[4 << 10];
        StringBuilder line = new StringBuilder();
        for (int count = events.read(buffer); count >= 0; count = events.read(buffer)) {
            long now = System.nanoTime();
            for (int i = 0; i < count; i++) {
                if (buffer[i] != '\n') {
                    line.append((char) buffer[i]);
                    continue;
                }
                if (line.indexOf(DATA) == 0) {
                    note(now - Long.parseLong(line.substring(DATA.length())));
                }
                line.setLength(0);
            }
        }
    }

    private synchronized void note(long nanos) {
        if (latencies != null) {
            latencies.record(nanos);
        }
    }
}
