package io.serval.container.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.Test;

import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NonBlockingTest {
    private final List<String> heard = new ArrayList<>();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads all there is, and completes at the end. */
    private class Reader implements ReadListener {
        private final ServletInputStream input;
        private final AsyncContext async;

        Reader(HttpServletRequest request) throws IOException {
            input = request.getInputStream();
            async = request.getAsyncContext();
        }

        @Override public void onDataAvailable() throws IOException {
            byte[] portion = new byte[4];
            while (input.isReady() && !input.isFinished()) {
                int count = input.read(portion);
                if (count > 0) {
                    heard.add(new String(portion, 0, count, StandardCharsets.UTF_8));
                }
            }
            heard.add("-");
        }

        @Override public void onAllDataRead() {
            heard.add("all");
            async.complete();
        }

        @Override public void onError(Throwable failure) {
            heard.add("error:" + failure.getMessage());
        }
    }

    @Test void readsWhatArrivesAndNothingElse() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            request.startAsync();
            request.getInputStream().setReadListener(new Reader(request));
            assertThrows(IllegalStateException.class, () -> request.getInputStream().read());
            assertThrows(IllegalStateException.class,
                    () -> request.getInputStream().setReadListener(new Reader(request)));
        }))) {
            TestExchange exchange = app.begin(TestExchange.of("POST", "/a").chunked()).runTasks();
            assertEquals(List.of(), heard, "nothing has come yet");
            exchange.content().feed(bytes("hello"));
            exchange.runTasks();
            assertEquals(List.of("hell", "o", "-"), heard);
            exchange.runTasks();
            exchange.content().feed(bytes("you"));
            exchange.runTasks();
            exchange.content().end();
            exchange.runTasks();
            assertTrue(exchange.isEnded());
            assertEquals(List.of("hell", "o", "-", "you", "-", "-", "all"), heard);
        }
    }

    @Test void tellsOfTheEndWhenThereIsNoContent() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            request.startAsync();
            request.getInputStream().setReadListener(new Reader(request));
        }))) {
            app.begin(TestExchange.of("POST", "/a")).pump();
            assertEquals(List.of("all"), heard);
        }
    }

    @Test void isNotCalledAgainUnlessItAskedAndWasToldNo() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            request.startAsync();
            request.getInputStream().setReadListener(new Reader(request) {
                @Override public void onDataAvailable() {
                    heard.add("called");
                }
            });
        }))) {
            TestExchange exchange = app.begin(TestExchange.of("POST", "/a").chunked());
            exchange.content().feed(bytes("x"));
            exchange.runTasks();
            exchange.content().feed(bytes("y"));
            exchange.runTasks();
            assertEquals(List.of("called"), heard);
        }
    }

    @Test void failuresReachTheListenerAndEndTheRequest() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            request.startAsync();
            request.getInputStream().setReadListener(new Reader(request));
        }))) {
            TestExchange exchange = app.begin(TestExchange.of("POST", "/a").chunked()).runTasks();
            exchange.content().fail(new IOException("gone"));
            exchange.runTasks();
            assertEquals(List.of("error:gone"), heard);
            assertTrue(exchange.isEnded());
            assertEquals(0, app.app().activeRequests());
        }
    }

    @Test void listenersNeedAnAsynchronousRequest() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            assertThrows(IllegalStateException.class,
                    () -> request.getInputStream().setReadListener(new ReadListener() {
                        @Override public void onDataAvailable() { }

                        @Override public void onAllDataRead() { }

                        @Override public void onError(Throwable failure) { }
                    }));
            assertThrows(IllegalStateException.class,
                    () -> response.getOutputStream().setWriteListener(new WriteListener() {
                        @Override public void onWritePossible() { }

                        @Override public void onError(Throwable failure) { }
                    }));
            assertThrows(NullPointerException.class, () -> request.getInputStream().setReadListener(null));
            assertThrows(NullPointerException.class, () -> response.getOutputStream().setWriteListener(null));
        }))) {
            assertEquals(200, app.get("/a").status());
        }
    }

    @Test void writesWhileTheClientTakes() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            ServletOutputStream output = response.getOutputStream();
            output.setWriteListener(new WriteListener() {
                private int portions;

                @Override public void onWritePossible() throws IOException {
                    heard.add("possible");
                    while (output.isReady()) {
                        if (portions == 3) {
                            async.complete();
                            return;
                        }
                        output.write(bytes("portion" + portions++));
                        heard.add("wrote");
                    }
                    assertThrows(IllegalStateException.class, () -> output.write(1));
                }

                @Override public void onError(Throwable failure) {
                    heard.add("error");
                }
            });
        }))) {
            TestExchange exchange = TestExchange.get("/a");
            exchange.response().writable(false);
            app.begin(exchange).runTasks();
            assertEquals(List.of(), heard);
            exchange.response().writable(true);
            exchange.runTasks();
            assertTrue(exchange.isEnded());
            assertEquals("portion0portion1portion2", exchange.text());
            assertEquals(List.of("possible", "wrote", "wrote", "wrote"), heard);
        }
    }

    @Test void writeFailuresReachTheListener() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            request.startAsync();
            ServletOutputStream output = response.getOutputStream();
            output.setWriteListener(new WriteListener() {
                @Override public void onWritePossible() throws IOException {
                    output.write(bytes("x"));
                }

                @Override public void onError(Throwable failure) {
                    heard.add("error:" + failure.getMessage());
                }
            });
        }))) {
            TestExchange exchange = TestExchange.get("/a");
            exchange.response().fail(new IOException("reset"));
            app.begin(exchange).pump();
            assertEquals(List.of("error:reset"), heard);
            assertTrue(exchange.isAborted());
        }
    }

    @Test void echoesWithBothListeners() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/echo", (request, response) -> {
            AsyncContext async = request.startAsync();
            ServletInputStream input = request.getInputStream();
            ServletOutputStream output = response.getOutputStream();
            class Echo implements ReadListener, WriteListener {
                private final byte[] buffer = new byte[3];

                @Override public void onDataAvailable() throws IOException {
                    onWritePossible();
                }

                @Override public void onWritePossible() throws IOException {
                    while (input.isReady() && output.isReady()) {
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
                    async.complete();
                }
            }
            Echo echo = new Echo();
            input.setReadListener(echo);
            output.setWriteListener(echo);
        }))) {
            TestExchange exchange = app.begin(TestExchange.of("POST", "/echo").chunked()).runTasks();
            for (String portion : List.of("abc", "defg", "h")) {
                exchange.content().feed(bytes(portion));
                exchange.runTasks();
            }
            assertFalse(exchange.isEnded());
            exchange.content().end();
            exchange.runTasks();
            assertEquals("abcdefgh", exchange.text());
        }
    }
}
