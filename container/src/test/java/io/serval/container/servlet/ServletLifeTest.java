package io.serval.container.servlet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.WebApp;
import io.serval.container.testing.Await;
import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServletLifeTest {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    private class Noting extends GenericServlet {
        private final String name;

        Noting(String name) {
            this.name = name;
        }

        @Override public void init() throws ServletException {
            heard.add("init " + name);
        }

        @Override public void service(ServletRequest request, ServletResponse response) {
            heard.add("service " + name);
        }

        @Override public void destroy() {
            heard.add("destroy " + name);
        }
    }

    private class NotingFilter implements Filter {
        @Override public void init(FilterConfig config) {
            heard.add("init filter " + config.getFilterName() + config.getInitParameter("p"));
        }

        @Override public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) { }

        @Override public void destroy() {
            heard.add("destroy filter");
        }
    }

    @Test void startsAndStopsInTheOrderOfTheSpecification() throws Exception {
        TestApp app = TestApp.root(setup -> {
            heard.add("initializer");
            setup.listener(new ServletContextListener() {
                @Override public void contextInitialized(ServletContextEvent event) {
                    heard.add("context in");
                }

                @Override public void contextDestroyed(ServletContextEvent event) {
                    heard.add("context out");
                }
            });
            setup.servlet("two", "/2", new Noting("two")).setLoadOnStartup(2);
            setup.servlet("one", "/1", new Noting("one")).setLoadOnStartup(1);
            setup.servlet("zero", "/0", new Noting("zero")).setLoadOnStartup(0);
            setup.servlet("one again", "/1b", new Noting("one again")).setLoadOnStartup(1);
            setup.servlet("lazy", "/lazy", new Noting("lazy")).setLoadOnStartup(-1);
            setup.context().addFilter("f", new NotingFilter()).setInitParameter("p", "q");
        });
        assertEquals(List.of("initializer", "context in", "init filter fq", "init zero", "init one", "init one again",
                "init two"), heard);
        heard.clear();
        app.get("/lazy");
        app.get("/lazy");
        assertEquals(List.of("init lazy", "service lazy", "service lazy"), heard);
        heard.clear();
        app.close();
        app.close();
        assertEquals(List.of("destroy lazy", "destroy one again", "destroy zero", "destroy one", "destroy two",
                "destroy filter", "context out"), heard);
    }

    @Test void loadsServletsOnlyWhenToldWhereStartIsSplit() throws Exception {
        WebApp app = WebApp.create(WebAppDescriptor.EMPTY, TestApp.environment("", null, setup ->
                setup.servlet("s", "/s", new Noting("s")).setLoadOnStartup(1)));
        app.startContext();
        assertEquals(List.of(), heard);
        app.loadOnStartup();
        app.loadOnStartup();
        assertEquals(List.of("init s"), heard);
        app.stop();
    }

    @Test void initialisesOnceWhenManyFirstRequestsComeTogether() throws Exception {
        int clients = 8;
        AtomicInteger inits = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(clients);
        try (TestApp app = TestApp.root(setup -> setup.servlet("s", "/s", new HttpServlet() {
            @Override public void init() {
                inits.incrementAndGet();
                try {
                    together.await(100, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                heard.add("served");
            }
        }))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Thread thread = new Thread(() -> {
                    together.countDown();
                    try {
                        app.get("/s");
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join(5_000);
            }
            assertEquals(1, inits.get());
            assertEquals(clients, heard.size());
        }
    }

    @Test void answers503WithRetryAfterWhileUnavailable() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("/s", (request, response) -> {
            if (heard.isEmpty()) {
                heard.add("called");
                throw new UnavailableException("busy", 60);
            }
            heard.add("called again");
        }))) {
            for (int i = 0; i < 2; i++) {
                TestExchange exchange = app.get("/s");
                assertEquals(503, exchange.status());
                assertTrue(Integer.parseInt(exchange.responseHeader("Retry-After")) > 50);
            }
            assertEquals(List.of("called"), heard);
        }
    }

    @Test void comesBackWhenTheTimeIsUp() throws Exception {
        Availability availability = new Availability();
        availability.withdraw(new UnavailableException("x", 1));
        assertThrows(UnavailableException.class, () -> availability.check("s"));
        Await.until("it does not come back", () -> {
            try {
                availability.check("s");
                return true;
            } catch (UnavailableException e) {
                return false;
            }
        });
    }

    @Test void answers404AfterDestroyingWhatIsUnavailableForGood() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("s", "/s", new Noting("s") {
            @Override public void service(ServletRequest request, ServletResponse response) {
                super.service(request, response);
                sneak(new UnavailableException("for good"));
            }
        }))) {
            assertEquals(404, app.get("/s").status());
            assertEquals(404, app.get("/s").status());
            assertEquals(List.of("init s", "service s", "destroy s"), heard);
        }
        assertEquals(3, heard.size(), "not destroyed twice");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test void triesAgainAfterAFailedInit() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("s", "/s", new Noting("s") {
            private int tries;

            @Override public void init() throws ServletException {
                super.init();
                if (tries++ == 0) {
                    throw new ServletException("not yet");
                }
            }
        }))) {
            assertEquals(500, app.get("/s").status());
            assertEquals(200, app.get("/s").status());
            assertEquals(List.of("init s", "init s", "service s"), heard);
        }
    }

    @Test void aFailingStartOfAServletFailsTheApplicationOnlyIfWanted() throws Exception {
        Noting failing = new Noting("s") {
            @Override public void init() throws ServletException {
                throw new ServletException("no");
            }
        };
        WebApp strict = WebApp.create(WebAppDescriptor.EMPTY, TestApp.environment("", null, setup ->
                setup.servlet("s", "/s", failing).setLoadOnStartup(1)).withSettings(
                ContextSettings.DEFAULT.with(ContextSwitch.FAIL_CTX_IF_SERVLET_START_FAILS, true)));
        assertEquals("no", assertThrows(ServletException.class, strict::start).getMessage());
        TestApp.root(setup -> setup.servlet("s", "/s", failing).setLoadOnStartup(1)).close();
    }

    @Test void headTraceAndOptionsOfHttpServletWork() throws Exception {
        try (TestApp app = TestApp.root(setup -> setup.servlet("s", "/s", new HttpServlet() {
            @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                response.getWriter().print("hello");
            }
        }))) {
            assertEquals(200, app.send(TestExchange.of("HEAD", "/s")).status());
            assertTrue(app.send(TestExchange.of("OPTIONS", "/s")).responseHeader("Allow").contains("GET"));
            assertEquals(405, app.send(TestExchange.of("POST", "/s")).status());
            assertEquals(501, app.send(TestExchange.of("BREW", "/s")).status());
        }
    }

    @Test void filtersWrapAndStopRequests() throws Exception {
        try (TestApp app = TestApp.root(setup -> {
            setup.filter("outer", "/*", (request, response, chain) -> {
                heard.add("outer in");
                chain.doFilter(request, response);
                heard.add("outer out");
            });
            setup.filter("stop", "/stop", (request, response, chain) -> heard.add("stopped"));
            setup.servlet("/*", (request, response) -> {
                assertSame(HttpServletRequestImpl.class, request.getClass());
                heard.add("servlet");
            });
        })) {
            app.get("/go");
            app.get("/stop");
            assertEquals(List.of("outer in", "servlet", "outer out", "outer in", "stopped", "outer out"), heard);
        }
    }
}
