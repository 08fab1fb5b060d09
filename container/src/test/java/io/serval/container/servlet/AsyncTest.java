package io.serval.container.servlet;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.junit.jupiter.api.Test;

import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.WebAppEnvironment;
import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AsyncTest {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /** Notes what it hears, with its name in front. */
    private class Noting implements AsyncListener {
        private final String name;

        Noting(String name) {
            this.name = name;
        }

        @Override public void onComplete(AsyncEvent event) throws IOException {
            heard.add(name + "complete");
        }

        @Override public void onTimeout(AsyncEvent event) throws IOException {
            heard.add(name + "timeout");
        }

        @Override public void onError(AsyncEvent event) throws IOException {
            heard.add(name + "error:" + event.getThrowable().getMessage());
        }

        @Override public void onStartAsync(AsyncEvent event) throws IOException {
            heard.add(name + "start");
        }
    }

    @Test void completesFromAThreadOfTheContainer() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            assertTrue(request.isAsyncStarted());
            assertTrue(async.hasOriginalRequestAndResponse());
            assertSame(async, request.getAsyncContext());
            assertThrows(IllegalStateException.class, request::startAsync);
            async.addListener(new Noting(""));
            async.start(() -> {
                try {
                    async.getResponse().getWriter().print("done in " + Thread.currentThread().getName());
                    async.complete();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }))) {
            TestExchange exchange = app.get("/a");
            assertTrue(exchange.text().startsWith("done in async-/-"), exchange.text());
            assertEquals(List.of("complete"), heard);
            assertEquals(0, app.app().activeRequests());
        }
    }

    @Test void completesBeforeTheServletReturns() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.addListener(new Noting(""));
            async.complete();
            assertTrue(request.isAsyncStarted(), "until the container has it back");
            assertThrows(IllegalStateException.class, async::dispatch);
            response.getWriter().print("after");
        }))) {
            assertEquals("after", app.begin(TestExchange.get("/a")).text());
            assertEquals(List.of("complete"), heard);
        }
    }

    @Test void staysActiveUntilItCompletes() throws Exception {
        AsyncContext[] kept = new AsyncContext[1];
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) ->
                kept[0] = request.startAsync()))) {
            TestExchange exchange = app.begin(TestExchange.get("/a"));
            assertFalse(exchange.isEnded());
            assertEquals(1, app.app().activeRequests());
            kept[0].complete();
            exchange.pump();
            assertEquals(0, app.app().activeRequests());
            assertThrows(IllegalStateException.class, kept[0]::complete);
            assertThrows(IllegalStateException.class, kept[0]::getRequest);
        }
    }

    @Test void dispatchesToItself() throws Exception {
        try (TestApp app = TestApp.at("/app", setup -> setup.servlet("/a/*", (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync().dispatch();
            } else {
                assertFalse(request.isAsyncStarted());
                assertThrows(IllegalStateException.class, request::getAsyncContext);
                response.getWriter().print(request.getDispatcherType() + request.getRequestURI()
                        + request.getQueryString() + request.getAttribute(AsyncContext.ASYNC_REQUEST_URI)
                        + request.getAttribute(AsyncContext.ASYNC_PATH_INFO));
            }
        }))) {
            assertEquals("ASYNC/app/a/xq=1/app/a/x/x", app.get("/app/a/x?q=1").text());
        }
    }

    @Test void dispatchesToAPathWithParametersAndAttributes() throws Exception {
        try (TestApp app = TestApp.at("/app", setup -> {
            setup.servlet("/a", (request, response) -> {
                AsyncContext async = request.startAsync();
                async.start(() -> async.dispatch("/b?x=2"));
            });
            setup.servlet("/b", (request, response) -> response.getWriter().print(request.getRequestURI() + ' '
                    + String.join(",", request.getParameterValues("x")) + ' ' + request.getQueryString() + ' '
                    + request.getAttribute(AsyncContext.ASYNC_QUERY_STRING) + ' '
                    + request.getAttribute(AsyncContext.ASYNC_SERVLET_PATH)));
        })) {
            assertEquals("/app/b 2,1 x=2 x=1 /a", app.get("/app/a?x=1").text());
        }
    }

    @Test void dispatchWithoutPathGoesWhereTheContainerOrTheGivenRequestWent() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/from", (request, response) -> {
                if (request.getDispatcherType() == DispatcherType.ASYNC) {
                    response.getWriter().print("from");
                } else {
                    request.getRequestDispatcher("/to").forward(request, response);
                }
            });
            setup.servlet("/to", (request, response) -> {
                if (request.getDispatcherType() == DispatcherType.ASYNC) {
                    response.getWriter().print("to");
                } else if (request.getParameter("given") != null) {
                    request.startAsync(request, response).dispatch();
                } else {
                    request.startAsync().dispatch();
                }
            });
        })) {
            assertEquals("from", app.get("/from").text());
            assertEquals("to", app.get("/from?given").text());
        }
    }

    @Test void startsAgainInADispatchAndTellsTheFormerListeners() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            Integer round = (Integer) request.getAttribute("round");
            int now = round == null ? 1 : round + 1;
            request.setAttribute("round", now);
            async.addListener(new Noting(now + " "));
            if (now < 3) {
                async.dispatch();
            } else {
                async.complete();
            }
        }))) {
            app.get("/a");
            assertEquals(List.of("1 start", "2 start", "3 complete"), heard);
        }
    }

    @Test void timesOutWithAnErrorPageOfStatus500() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            assertEquals(30_000, async.getTimeout());
            async.setTimeout(5_000);
            async.addListener(new Noting(""));
        }))) {
            TestExchange exchange = app.begin(TestExchange.get("/a"));
            exchange.advance(Duration.ofMillis(4_999));
            assertFalse(exchange.isEnded());
            exchange.advance(Duration.ofMillis(1));
            assertTrue(exchange.isEnded());
            assertEquals(500, exchange.status());
            assertEquals(List.of("timeout", "complete"), heard);
        }
    }

    @Test void aListenerCanSaveATimeOut() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                AsyncContext async = request.startAsync();
                async.addListener(new Noting("") {
                    @Override public void onTimeout(AsyncEvent event) throws IOException {
                        event.getAsyncContext().dispatch("/late");
                    }
                });
                async.setTimeout(1);
            });
            setup.servlet("/late", (request, response) -> response.getWriter().print("late but well"));
        })) {
            TestExchange exchange = app.begin(TestExchange.get("/a")).advance(Duration.ofMillis(1));
            assertEquals("late but well", exchange.text());
            assertEquals(200, exchange.status());
        }
    }

    @Test void neverTimesOutWhenToldNotTo() throws Exception {
        AsyncContext[] kept = new AsyncContext[1];
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            kept[0] = request.startAsync();
            kept[0].setTimeout(0);
        }))) {
            TestExchange exchange = app.begin(TestExchange.get("/a")).advance(Duration.ofDays(1));
            assertFalse(exchange.isEnded());
            assertThrows(IllegalStateException.class, () -> kept[0].setTimeout(1), "the servlet has returned");
            assertThrows(IllegalStateException.class, () -> kept[0].addListener(new Noting("")));
            kept[0].complete();
            exchange.pump();
        }
    }

    @Test void exceptionsAfterStartReachTheListeners() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            request.startAsync().addListener(new Noting(""));
            throw new IllegalStateException("boom");
        }))) {
            TestExchange exchange = app.get("/a");
            assertEquals(500, exchange.status());
            assertEquals(List.of("error:boom", "complete"), heard);
        }
    }

    @Test void exceptionsOfADispatchAreErrorsOfTheRequest() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> request.startAsync().dispatch("/b"));
            setup.servlet("/b", (request, response) -> {
                throw new IllegalStateException("boom");
            });
        })) {
            assertEquals(500, app.get("/a").status());
            assertEquals(0, app.app().activeRequests());
        }
    }

    @Test void exceptionsOfAStartedTaskFailTheRequest() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.addListener(new Noting(""));
            async.start(() -> {
                throw new IllegalStateException("boom");
            });
        }))) {
            assertEquals(500, app.get("/a").status());
            assertEquals(List.of("error:boom", "complete"), heard);
        }
    }

    @Test void oneListenerThatFailsKeepsNoOtherFromBeingTold() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.addListener(new Noting("") {
                @Override public void onComplete(AsyncEvent event) {
                    throw new IllegalStateException("not my day");
                }
            });
            async.addListener(new Noting("second "));
            async.complete();
        }))) {
            app.get("/a");
            assertEquals(List.of("second complete"), heard);
        }
    }

    @Test void givesWrappedObjectsToTheDispatchAndToListeners() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                var wrapped = new HttpServletRequestWrapper(request);
                var answer = new HttpServletResponseWrapper(response);
                AsyncContext async = request.startAsync(wrapped, answer);
                assertFalse(async.hasOriginalRequestAndResponse());
                assertSame(wrapped, async.getRequest());
                async.addListener(new Noting("") {
                    @Override public void onComplete(AsyncEvent event) {
                        heard.add(event.getSuppliedRequest() == wrapped && event.getSuppliedResponse() == answer
                                ? "wrapped" : "other");
                    }
                }, wrapped, answer);
                async.addListener(new Noting("") {
                    @Override public void onComplete(AsyncEvent event) {
                        heard.add(event.getSuppliedRequest() + " " + event.getSuppliedResponse());
                    }
                });
                async.dispatch("/b");
            });
            setup.servlet("/b", (request, response) -> response.getWriter().print(
                    request.getClass() == HttpServletRequestWrapper.class));
        })) {
            assertEquals("true", app.get("/a").text());
            assertEquals(List.of("wrapped", "null null"), heard);
        }
    }

    @Test void refusesWhereAServletOrFilterDoesNotSupportIt() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                assertFalse(request.isAsyncSupported());
                String message = assertThrows(IllegalStateException.class, request::startAsync).getMessage();
                assertTrue(message.contains("/a"), message);
            }).setAsyncSupported(false);
            setup.servlet("/b", (request, response) -> {
                String message = assertThrows(IllegalStateException.class, request::startAsync).getMessage();
                assertTrue(message.contains("filter old"), message);
            });
            setup.servlet("/c", (request, response) -> {
                request.getRequestDispatcher("/a").include(request, response);
                assertTrue(request.isAsyncSupported());
            });
            setup.context().addFilter("old", (request, response, chain) -> chain.doFilter(request, response))
                    .addMappingForUrlPatterns(null, true, "/b");
        })) {
            assertEquals(200, app.get("/a").status());
            assertEquals(200, app.get("/b").status());
            assertEquals(200, app.get("/c").status());
        }
    }

    @Test void sendErrorIsToldWhenTheRequestCompletes() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    ((HttpServletResponse) async.getResponse()).sendError(429, "slow down");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                async.complete();
            });
        }))) {
            TestExchange exchange = app.get("/a");
            assertEquals(429, exchange.status());
            assertTrue(exchange.text().contains("slow down"));
        }
    }

    @Test void runsEverythingWithTheLoaderOfTheApplicationAndFiltersByType() throws Exception {
        ClassLoader loader = new ClassLoader(getClass().getClassLoader()) { };
        List<ClassLoader> loaders = Collections.synchronizedList(new ArrayList<>());
        try (TestApp app = TestApp.of("", WebAppDescriptor.EMPTY, setup -> {
            setup.servlet("/a", (request, response) -> {
                loaders.add(Thread.currentThread().getContextClassLoader());
                if (request.getDispatcherType() == DispatcherType.REQUEST) {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        loaders.add(Thread.currentThread().getContextClassLoader());
                        async.dispatch();
                    });
                }
            });
            var filter = setup.context().addFilter("f", (request, response, chain) -> {
                heard.add("filter " + request.getDispatcherType());
                chain.doFilter(request, response);
            });
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.ASYNC), true, "/*");
        }, environment -> WebAppEnvironment.of("", loader, environment.resources(), environment.tempDirectory())
                .withInitializers(environment.initializers()))) {
            app.get("/a");
            assertEquals(List.of(loader, loader, loader), loaders);
            assertEquals(List.of("filter ASYNC"), heard);
        }
    }

    @Test void comesIntoScopeOnceAndLeavesItAtTheEnd() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.listener(new ServletRequestListener() {
                @Override public void requestInitialized(ServletRequestEvent event) {
                    heard.add("in");
                }

                @Override public void requestDestroyed(ServletRequestEvent event) {
                    heard.add("out " + ((HttpServletRequest) event.getServletRequest()).getRequestURI());
                }
            });
            setup.servlet("/a", (request, response) -> {
                AsyncContext async = request.startAsync();
                heard.add("started");
                async.start(() -> async.dispatch("/b"));
            });
            setup.servlet("/b", (request, response) -> heard.add("dispatched"));
        })) {
            app.get("/a");
            assertEquals(List.of("in", "started", "dispatched", "out /b"), heard);
        }
    }

    @Test void manyThreadsCanTryToEndItButOneDoes() throws Exception {
        int threads = 8;
        AsyncContext[] kept = new AsyncContext[1];
        try (TestApp app = TestApp.root(setup -> {
            setup.servlet("/a", (request, response) -> {
                kept[0] = request.startAsync();
                kept[0].addListener(new Noting(""));
            });
            setup.servlet("/b", (request, response) -> heard.add("dispatched"));
        })) {
            for (int round = 0; round < 50; round++) {
                heard.clear();
                TestExchange exchange = app.begin(TestExchange.get("/a"));
                AsyncContext async = kept[0];
                List<String> won = Collections.synchronizedList(new ArrayList<>());
                List<Thread> all = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    boolean completes = i % 2 == 0;
                    Thread thread = new Thread(() -> {
                        try {
                            if (completes) {
                                async.complete();
                            } else {
                                async.dispatch("/b");
                            }
                            won.add(completes ? "complete" : "dispatch");
                        } catch (IllegalStateException e) {
                            assertNotNull(e.getMessage());
                        }
                    });
                    all.add(thread);
                    thread.start();
                }
                for (Thread thread : all) {
                    thread.join(5_000);
                }
                exchange.pump();
                assertEquals(1, won.size(), won.toString());
                assertEquals(won.get(0).equals("dispatch") ? List.of("dispatched", "complete") : List.of("complete"),
                        heard);
            }
        }
    }

    @Test void listenersHearThatTheClientIsGone() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) ->
                request.startAsync().addListener(new Noting(""))))) {
            TestExchange exchange = app.begin(TestExchange.get("/a"));
            assertEquals(List.of(), heard);
            exchange.execute(exchange.gone());
            exchange.runTasks();
            assertEquals(List.of("error:the client is gone", "complete"), heard);
        }
    }

    @Test void aListenerCanSaveAnError() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/a", (request, response) -> {
            request.startAsync().addListener(new Noting("") {
                @Override public void onError(AsyncEvent event) throws IOException {
                    event.getAsyncContext().getResponse().getWriter().print("handled");
                    event.getAsyncContext().complete();
                }
            });
            throw new IllegalStateException("boom");
        }))) {
            TestExchange exchange = app.get("/a");
            assertEquals("handled", exchange.text());
            assertEquals(200, exchange.status());
        }
    }
}
