package io.serval.container.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;

import io.serval.container.testing.TestApp.Service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class Servlet6_1Chapter2ServletIT {
    private static final int PATIENCE_SECONDS = 10;

    private static Probe async(String path, Service service) {
        return Probe.of(app -> app.servlet("async", Probe.servlet(service), each -> {
            each.addMapping(path);
            each.setAsyncSupported(true);
        }));
    }

    /** Notes which calls come, in order. */
    private static class Heard implements AsyncListener {
        final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        final CountDownLatch completed = new CountDownLatch(1);

        @Override public void onComplete(AsyncEvent event) {
            calls.add("complete");
            completed.countDown();
        }

        @Override public void onTimeout(AsyncEvent event) throws IOException {
            calls.add("timeout");
        }

        @Override public void onError(AsyncEvent event) throws IOException {
            calls.add("error");
        }

        @Override public void onStartAsync(AsyncEvent event) {
            calls.add("start");
        }
    }

    @Test void methodsThatAServletDoesNotHaveAreRefused() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", new HttpServlet() {
            @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                response.getWriter().print("got");
            }
        }))) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                assertEquals(405, Probe.status(probe.send(method, "/app/s/x", "")), method);
            }
            assertEquals(501, Probe.status(probe.send("BREW", "/app/s/x", "")));
            String options = probe.send("OPTIONS", "/app/s/x", "");
            assertEquals(200, Probe.status(options));
            assertTrue(Probe.field(options, "Allow").contains("GET"), options);
            assertFalse(Probe.field(options, "Allow").contains("POST"), options);
            String head = probe.send("HEAD", "/app/s/x", "");
            assertEquals("3", Probe.field(head, "Content-Length"));
            assertEquals("", Probe.content(head));
        }
    }

    @Test void conditionalGetsFollowLastModified() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/s/*", new HttpServlet() {
            @Override protected long getLastModified(HttpServletRequest request) {
                return 784_111_777_000L;
            }

            @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                response.getWriter().print("new");
            }
        }))) {
            String first = probe.get("/app/s/x");
            assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", Probe.field(first, "Last-Modified"));
            String second = probe.get("/app/s/x", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT");
            assertEquals(304, Probe.status(second));
            assertEquals("", Probe.content(second));
        }
    }

    @Test void servletsGoOutOfServiceForAWhileOrForGood() throws Exception {
        try (Probe probe = Probe.of(app -> app.servlet("/while", Probe.servlet((request, response) -> {
            throw new UnavailableException("busy", 30);
        })).servlet("/good", Probe.servlet((request, response) -> {
            throw new UnavailableException("gone");
        })))) {
            for (int i = 0; i < 2; i++) {
                String paused = probe.get("/app/while");
                assertEquals(503, Probe.status(paused));
                int seconds = Integer.parseInt(Probe.field(paused, "Retry-After"));
                assertTrue(seconds > 25 && seconds <= 30, paused);
                assertEquals(404, Probe.status(probe.get("/app/good")));
            }
        }
    }

    @Test void aCycleCannotBeginWhenTheResponseIsClosed() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (Probe probe = async("/a", (request, response) -> {
            response.getOutputStream().print("all");
            response.getOutputStream().close();
            thrown.set(assertThrows(IllegalStateException.class, request::startAsync));
        })) {
            assertTrue(probe.get("/app/a").endsWith("all"));
            assertNotNull(thrown.get());
        }
    }

    @Test void theContextGivesItsRequestUntilItIsDispatchedOrComplete() throws Exception {
        AtomicReference<String> outcome = new AtomicReference<>("not called");
        try (Probe probe = async("/a", (request, response) -> {
            if (request.getAttribute("again") != null) {
                assertThrows(IllegalStateException.class, request::getAsyncContext);
                assertFalse(request.isAsyncStarted());
                AsyncContext second = request.startAsync();
                assertSame(request, second.getRequest());
                second.complete();
                assertThrows(IllegalStateException.class, second::getResponse);
                outcome.set("ok");
                return;
            }
            request.setAttribute("again", true);
            AsyncContext first = request.startAsync();
            assertSame(request, first.getRequest());
            assertSame(response, first.getResponse());
            first.dispatch();
            assertThrows(IllegalStateException.class, first::getRequest);
            assertThrows(IllegalStateException.class, first::getResponse);
            assertThrows(IllegalStateException.class, first::dispatch);
            assertThrows(IllegalStateException.class, first::complete);
        })) {
            assertEquals(200, Probe.status(probe.get("/app/a")));
            assertEquals("ok", outcome.get());
        }
    }

    @Test void eventsCarryWhatTheListenerWasAddedWith() throws Exception {
        List<Object> supplied = Collections.synchronizedList(new ArrayList<>());
        Heard bare = new Heard() {
            @Override public void onComplete(AsyncEvent event) {
                supplied.add(event.getSuppliedRequest().getDispatcherType());
                supplied.add(((HttpServletResponse) event.getSuppliedResponse()).getStatus());
            }
        };
        Heard given = new Heard() {
            @Override public void onComplete(AsyncEvent event) {
                supplied.add(event.getSuppliedRequest() != null && event.getSuppliedResponse() != null);
                super.onComplete(event);
            }
        };
        try (Probe probe = async("/a", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.addListener(bare);
            context.addListener(given, request, response);
            response.setStatus(202);
            context.start(context::complete);
        })) {
            assertEquals(202, Probe.status(probe.get("/app/a")));
            assertTrue(given.completed.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(List.of(DispatcherType.REQUEST, 202, true), supplied);
        }
    }

    @Test void aTimeoutNobodyTakesCareOfIsAnError500() throws Exception {
        Heard heard = new Heard();
        try (Probe probe = async("/a", (request, response) -> {
            AsyncContext context = request.startAsync();
            assertEquals(30_000, context.getTimeout());
            context.setTimeout(50);
            context.addListener(heard);
        })) {
            assertEquals(500, Probe.status(probe.get("/app/a")));
            assertTrue(heard.completed.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(List.of("timeout", "complete"), heard.calls);
        }
    }

    @Test void theLongestTimeoutIsNeverOver() throws Exception {
        try (Probe probe = async("/a", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(Long.MAX_VALUE);
            context.start(() -> {
                try {
                    response.getWriter().print("in time");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                context.complete();
            });
        })) {
            assertEquals("in time", Probe.content(probe.get("/app/a")));
        }
    }

    @Test void aListenerThatCompletesEndsTheTimeout() throws Exception {
        Heard heard = new Heard() {
            @Override public void onTimeout(AsyncEvent event) throws IOException {
                event.getAsyncContext().getResponse().getWriter().print("late but fine");
                event.getAsyncContext().complete();
            }
        };
        try (Probe probe = async("/a", (request, response) -> {
            request.startAsync().setTimeout(50);
            request.getAsyncContext().addListener(heard);
        })) {
            String answer = probe.get("/app/a");
            assertEquals(200, Probe.status(answer));
            assertTrue(answer.contains("late but fine"), answer);
        }
    }

    @Test void writingToAClientThatLeftEndsTheRequest() throws Exception {
        Heard heard = new Heard();
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<AsyncContext> kept = new AtomicReference<>();
        try (Probe probe = async("/a", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            context.addListener(heard);
            kept.set(context);
            started.countDown();
        })) {
            try (Socket socket = probe.connect()) {
                socket.getOutputStream().write("GET /app/a HTTP/1.1\r\nHost: h\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                assertTrue(started.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            assertThrows(IOException.class, () -> {
                byte[] block = new byte[1 << 16];
                for (int i = 0; i < 10_000; i++) {
                    kept.get().getResponse().getOutputStream().write(block);
                    kept.get().getResponse().flushBuffer();
                }
            });
            kept.get().complete();
            assertTrue(heard.completed.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(List.of("complete"), heard.calls);
        }
    }

    @Test void aFinishedRequestSaysSoAndNamesItself() throws Exception {
        AtomicReference<HttpServletRequest> request = new AtomicReference<>();
        AtomicReference<HttpServletResponse> response = new AtomicReference<>();
        try (Probe probe = Probe.of(app -> app.servlet("keeper", Probe.servlet((asked, answer) -> {
            request.set(asked);
            response.set(answer);
            answer.getWriter().print(asked.getRequestId());
        }), each -> each.addMapping("/k")))) {
            String id = Probe.content(probe.get("/app/k"));
            String told = assertThrows(IllegalStateException.class, () -> request.get().getMethod()).getMessage();
            assertTrue(told.contains("keeper") && told.contains(id), told);
            assertThrows(IllegalStateException.class, () -> request.get().getParameter("a"));
            assertThrows(IllegalStateException.class, () -> request.get().getSession());
            assertThrows(IllegalStateException.class, () -> request.get().getAttribute("a"));
            assertThrows(IllegalStateException.class, () -> response.get().setHeader("a", "b"));
            assertThrows(IllegalStateException.class, () -> response.get().getOutputStream());
            assertThrows(IllegalStateException.class, () -> response.get().isCommitted());
            assertNull(Probe.field(probe.get("/app/k"), "a"));
        }
    }
}
