package io.serval.benchmarks.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Server-sent events: each tells the time at which it was sent ({@code System.nanoTime}, which processes of one machine
 * share), to all who listen, by one thread of its own.
 */
public final class EventServlet extends HttpServlet {
    private static final long PERIOD_NANOS = 20_000_000L;

    private final transient List<AsyncContext> listeners = new CopyOnWriteArrayList<>();
    private transient Thread sender;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-cache");
        AsyncContext listener = request.startAsync();
        listener.setTimeout(0);
        response.flushBuffer();
        listeners.add(listener);
        startSender();
    }

    private synchronized void startSender() {
        if (sender == null) {
            sender = new Thread(this::sendForEver, "events");
            sender.setDaemon(true);
            sender.start();
        }
    }

    private void sendForEver() {
        while (true) {
            for (AsyncContext each : listeners) {
                try {
                    ServletOutputStream out = each.getResponse().getOutputStream();
                    out.write(("data: " + System.nanoTime() + "\n\n").getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                } catch (IOException | RuntimeException gone) {
                    listeners.remove(each);
                    complete(each);
                }
            }
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    private static void complete(AsyncContext listener) {
        try {
            listener.complete();
        } catch (RuntimeException endedByServer) {
            // the server has noticed before
        }
    }
}
