package io.serval.container.accesslog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

import io.serval.container.engine.RequestLogView;
import io.serval.http.ExchangeListener;
import io.serval.http.HttpExchange;

/**
 * Writes a line for every exchange that ended: what {@code AccessLogValve} is in {@code server.xml}. Give it to a
 * connector as its listener and close it after the connector. Lines wait in at most 2 MiB of memory; what finds no room
 * there is dropped and counted. Safe for any thread; {@link #completed} does not block.
 */
public final class AccessLog implements ExchangeListener, AutoCloseable {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int LINE_BUFFERS = 64;
    private static final long CLOSE_MILLIS = 5_000;
    private static final byte[] LINE_END = System.lineSeparator().getBytes(StandardCharsets.US_ASCII);

    private final AccessLogSettings settings;
    private final LogPattern pattern;
    private final LogBuffer buffer = new LogBuffer(PAGE_BYTES);
    private final AtomicReferenceArray<LineBuffer> lines = new AtomicReferenceArray<>(LINE_BUFFERS);
    private final LogWriter writer;
    private final Thread thread;

    private AccessLog(AccessLogSettings settings, LogFile file) {
        this.settings = settings;
        this.pattern = LogPattern.parse(settings.pattern());
        this.writer = new LogWriter(buffer, file, settings.buffered());
        this.thread = new Thread(writer, "serval-access-log");
        thread.setDaemon(true);
    }

    /**
     * Opens the file and starts the thread that writes it.
     *
     * @throws IllegalArgumentException if the pattern or the date format is not valid
     * @throws IOException              if the file cannot be opened
     */
    public static AccessLog open(AccessLogSettings settings) throws IOException {
        return open(settings, Clock.systemDefaultZone());
    }

    static AccessLog open(AccessLogSettings settings, Clock clock) throws IOException {
        LogFile file = new LogFile(settings, clock);
        AccessLog log = new AccessLog(settings, file);
        file.open();
        log.thread.start();
        return log;
    }

    @Override public void completed(HttpExchange exchange) {
        RequestLogView view = exchange.attachment() instanceof RequestLogView attached ? attached : NoView.INSTANCE;
        if (!isWanted(view)) {
            return;
        }
        int slot = (int) (Thread.currentThread().getId() % LINE_BUFFERS);
        LineBuffer kept = lines.getAndSet(slot, null);
        LineBuffer line = kept != null ? kept : new LineBuffer();
        line.clear();
        pattern.write(line, exchange, view);
        line.end(LINE_END);
        add(line);
        lines.set(slot, line);
    }

    private boolean isWanted(RequestLogView view) {
        boolean unwanted = settings.conditionUnless() != null && view.attribute(settings.conditionUnless()) != null
                || settings.conditionIf() != null && view.attribute(settings.conditionIf()) == null;
        return !unwanted;
    }

    private void add(LineBuffer line) {
        switch (buffer.add(line.bytes(), line.size())) {
            case FIRST, HALF_FULL -> LockSupport.unpark(thread);
            case MORE, DROPPED -> { }
        }
    }

    /** How many lines were dropped because the disk was too slow for them. */
    public long dropped() {
        return buffer.dropped();
    }

    /** Writes what is waiting, for at most 5 seconds, and ends the thread. */
    @Override public void close() {
        writer.finish(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of an exchange that never reached the container. */
    private enum NoView implements RequestLogView {
        INSTANCE;

        @Override public String hostName() {
            return null;
        }

        @Override public String contextPath() {
            return null;
        }

        @Override public String remoteUser() {
            return null;
        }

        @Override public String remoteAddress() {
            return null;
        }

        @Override public String sessionId() {
            return null;
        }

        @Override public Object attribute(String name) {
            return null;
        }

        @Override public Object sessionAttribute(String name) {
            return null;
        }
    }
}
