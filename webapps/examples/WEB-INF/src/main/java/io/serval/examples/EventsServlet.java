package io.serval.examples;

import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Server-sent events: a clock that ticks for half a minute. A connection costs no thread; at most 100 at a time. */
@WebServlet(urlPatterns = "/events", asyncSupported = true)
public final class EventsServlet extends HttpServlet {
    private static final int MOST_LISTENERS = 100;
    private static final int TICKS = 30;

    private final AtomicInteger listeners = new AtomicInteger();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (listeners.incrementAndGet() > MOST_LISTENERS) {
            listeners.decrementAndGet();
            response.setHeader("Retry-After", "30");
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many are listening already");
            return;
        }
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        AsyncContext async = request.startAsync();
        async.setTimeout(TimeUnit.SECONDS.toMillis(TICKS + 10));
        EventStream stream = new EventStream(async, response.getOutputStream(), TICKS);
        ScheduledFuture<?> ticks = Timers.of(getServletContext()).scheduleAtFixedRate(stream, 0, 1, TimeUnit.SECONDS);
        async.addListener(new AtTheEnd(() -> {
            ticks.cancel(false);
            listeners.decrementAndGet();
        }));
        response.getOutputStream().setWriteListener(stream);
    }

    /** Runs something when the asynchronous request is over, however it ended. */
    private record AtTheEnd(Runnable action) implements AsyncListener {
        @Override public void onComplete(AsyncEvent event) {
            action.run();
        }

        @Override public void onTimeout(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override public void onError(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override public void onStartAsync(AsyncEvent event) { }
    }
}
