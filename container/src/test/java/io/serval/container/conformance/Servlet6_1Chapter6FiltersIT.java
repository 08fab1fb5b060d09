package io.serval.container.conformance;

import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Chapter 6: filters of deployed applications, and those a program adds. */
class Servlet6_1Chapter6FiltersIT {
    /** Notes its name and the kind of dispatch, and passes the request on. */
    private static final String NOTING = """
            import jakarta.servlet.*;
            public class Noting implements Filter {
                private String name;
                public void init(FilterConfig config) { name = config.getFilterName(); Log.add(name + ".init"); }
                public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                        throws java.io.IOException, ServletException {
                    Log.add(name + ":" + request.getDispatcherType());
                    chain.doFilter(request, response);
                }
                public void destroy() { Log.add(name + ".destroy"); }
            }""";
    /** Goes where its query says: {@code forward=/x}, {@code include=/x}, {@code named=x}, {@code async=/x}. */
    private static final String GOING = """
            import jakarta.servlet.*;
            import jakarta.servlet.http.*;
            public class Going extends HttpServlet {
                public void init() { Log.add(getServletName() + ".init"); }
                protected void service(HttpServletRequest request, HttpServletResponse response)
                        throws java.io.IOException, ServletException {
                    Log.add(getServletName());
                    String how = request.getDispatcherType() == DispatcherType.REQUEST ? request.getQueryString() : null;
                    String to = how == null ? null : how.substring(how.indexOf('=') + 1);
                    if (how == null) {
                        response.getWriter().print("ok");
                    } else if (how.startsWith("forward")) {
                        request.getRequestDispatcher(to).forward(request, response);
                    } else if (how.startsWith("include")) {
                        request.getRequestDispatcher(to).include(request, response);
                    } else if (how.startsWith("named")) {
                        getServletContext().getNamedDispatcher(to).forward(request, response);
                    } else if (how.startsWith("async")) {
                        request.startAsync().dispatch(to);
                    } else {
                        response.sendError(Integer.parseInt(to));
                    }
                }
                public void destroy() { Log.add(getServletName() + ".destroy"); }
            }""";

    @TempDir private Path base;
    private AppFiles app;

    @BeforeEach void makeFiles() throws Exception {
        app = new AppFiles(base);
    }

    private static String filter(String name, String... mappings) {
        StringBuilder xml = new StringBuilder("<filter><filter-name>" + name + "</filter-name><filter-class>Noting"
                + "</filter-class><async-supported>true</async-supported></filter>");
        for (String each : mappings) {
            xml.append("<filter-mapping><filter-name>").append(name).append("</filter-name>").append(each)
                    .append("</filter-mapping>");
        }
        return xml.toString();
    }

    private static String servlet(String name, String pattern) {
        return "<servlet><servlet-name>" + name + "</servlet-name><servlet-class>Going</servlet-class>"
                + "<async-supported>true</async-supported></servlet><servlet-mapping><servlet-name>" + name
                + "</servlet-name><url-pattern>" + pattern + "</url-pattern></servlet-mapping>";
    }

    /** What was noted of requests: neither the beginning nor the end of filters and servlets. */
    private List<String> passed() {
        return app.log().stream().filter(each -> !each.contains(".")).toList();
    }

    @Test void mappingsOfAWarAreExpandedAndRunPatternsFirst() throws Exception {
        app.classes(NOTING, GOING).webXml(filter("many", "<url-pattern>/foo/*</url-pattern>"
                + "<servlet-name>one</servlet-name><servlet-name>two</servlet-name><url-pattern>/bar/*</url-pattern>")
                + filter("late", "<servlet-name>one</servlet-name>", "<url-pattern>*.x</url-pattern>")
                + filter("all", "<url-pattern>/*</url-pattern>") + servlet("one", "/one/*") + servlet("two", "/foo/two")
                + servlet("three", "/bar/*"));
        try (Probe probe = app.deployWar()) {
            probe.get("/app/one/a");
            probe.get("/app/foo/two");
            probe.get("/app/bar/c.x");
            probe.get("/app/elsewhere");
        }
        assertEquals(List.of("all:REQUEST", "many:REQUEST", "late:REQUEST", "one",
                "many:REQUEST", "all:REQUEST", "two",
                "many:REQUEST", "late:REQUEST", "all:REQUEST", "three", "all:REQUEST"), passed());
    }

    @Test void dispatcherElementsSayForWhichDispatchesAFilterRuns() throws Exception {
        app.classes(NOTING, GOING).webXml(
                filter("none", "<url-pattern>/*</url-pattern>")
                + filter("f", "<url-pattern>/to</url-pattern><dispatcher>FORWARD</dispatcher>")
                + filter("i", "<servlet-name>to</servlet-name><dispatcher>INCLUDE</dispatcher>")
                + filter("e", "<url-pattern>/to</url-pattern><dispatcher>ERROR</dispatcher>")
                + filter("a", "<url-pattern>/to</url-pattern><dispatcher>ASYNC</dispatcher>")
                + filter("fr", "<url-pattern>/to</url-pattern><dispatcher>FORWARD</dispatcher>"
                        + "<dispatcher>REQUEST</dispatcher>")
                + servlet("from", "/from") + servlet("to", "/to")
                + "<error-page><error-code>418</error-code><location>/to</location></error-page>");
        try (Probe probe = app.deploy()) {
            for (String query : List.of("forward=/to", "include=/to", "async=/to", "error=418")) {
                String answer = probe.get("/app/from?" + query);
                assertEquals(query.startsWith("error") ? 418 : 200, Probe.status(answer), answer);
            }
            probe.get("/app/to");
        }
        assertEquals(List.of("none:REQUEST", "from", "f:FORWARD", "fr:FORWARD", "to",
                "none:REQUEST", "from", "i:INCLUDE", "to",
                "none:REQUEST", "from", "a:ASYNC", "to",
                "none:REQUEST", "from", "e:ERROR", "to",
                "none:REQUEST", "fr:REQUEST", "to"), passed());
    }

    @Test void aStarForAServletNameMeansDispatchesByNameAndByPath() throws Exception {
        app.classes(NOTING, GOING).webXml(
                filter("star", "<servlet-name>*</servlet-name><dispatcher>FORWARD</dispatcher>")
                + filter("path", "<url-pattern>/*</url-pattern><dispatcher>FORWARD</dispatcher>")
                + servlet("from", "/from") + servlet("to", "/to"));
        try (Probe probe = app.deploy()) {
            probe.get("/app/from?forward=/to");
            probe.get("/app/from?named=to");
        }
        assertEquals(List.of("from", "path:FORWARD", "star:FORWARD", "to", "from", "star:FORWARD", "to"), passed());
    }

    @Test void filtersStandInFrontOfFilesToo() throws Exception {
        app.file("page.txt", "text").classes(NOTING).webXml(filter("files", "<url-pattern>*.txt</url-pattern>"));
        try (Probe probe = app.deploy()) {
            assertEquals("text", Probe.content(probe.get("/app/page.txt")));
            assertEquals(404, Probe.status(probe.get("/app/none.txt")));
        }
        assertEquals(List.of("files:REQUEST", "files:REQUEST"), passed());
    }

    @Test void eachDeclarationHasOneInstanceFromBeforeTheFirstRequestUntilAfterTheLast() throws Exception {
        app.classes(NOTING, GOING).webXml(filter("one", "<url-pattern>/*</url-pattern>")
                + filter("two", "<servlet-name>s</servlet-name>") + filter("unmapped") + servlet("s", "/s"));
        try (Probe probe = app.deploy()) {
            assertEquals(List.of("one.init", "two.init", "unmapped.init"), app.log());
            probe.get("/app/s");
            probe.get("/app/s");
        }
        assertEquals(List.of("one.init", "two.init", "unmapped.init", "one:REQUEST", "two:REQUEST", "s.init", "s",
                "one:REQUEST", "two:REQUEST", "s", "s.destroy", "unmapped.destroy", "two.destroy", "one.destroy"),
                app.log());
    }

    @Test void theConfigurationTellsNameParametersAndContext() throws Exception {
        app.classes("""
                import jakarta.servlet.*;
                import jakarta.servlet.http.*;
                public class Telling extends HttpFilter {
                    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                            throws java.io.IOException {
                        FilterConfig config = getFilterConfig();
                        java.util.List<String> names = java.util.Collections.list(config.getInitParameterNames());
                        java.util.Collections.sort(names);
                        response.getWriter().print(getFilterName() + names + getInitParameter("a")
                            + config.getInitParameter("none") + getServletContext().getContextPath()
                            + (config.getServletContext() == request.getServletContext()));
                    }
                }""").webXml("""
                <filter><description>d</description><display-name>n</display-name><filter-name>telling</filter-name>
                  <filter-class>Telling</filter-class>
                  <init-param><param-name>a</param-name><param-value> 1 </param-value></init-param>
                  <init-param><param-name>b</param-name><param-value></param-value></init-param></filter>
                <filter-mapping><filter-name>telling</filter-name><url-pattern>/*</url-pattern></filter-mapping>""");
        try (Probe probe = app.deploy()) {
            assertEquals("telling[a, b]1null/apptrue", Probe.content(probe.get("/app/x")));
        }
    }

    @Test void aFilterThatFailsInInitFailsTheDeploymentAndSaysWhich() throws Exception {
        app.classes(NOTING, """
                public class Failing extends jakarta.servlet.http.HttpFilter {
                    public void init() throws jakarta.servlet.ServletException {
                        throw new jakarta.servlet.ServletException("no table of rates");
                    }
                }""").webXml(filter("first") + "<filter><filter-name>rates</filter-name><filter-class>Failing"
                + "</filter-class></filter>");
        String refusal = app.refusal();
        assertTrue(refusal.contains("rates") && refusal.contains("no table of rates"), refusal);
        assertEquals(List.of("first.init", "first.destroy"), app.log());
    }

    @Test void aFilterClassThatIsMissingOrNoFilterFailsTheDeployment() throws Exception {
        app.classes("public class Plain { }").webXml("<filter><filter-name>p</filter-name><filter-class>Plain"
                + "</filter-class></filter>");
        String noFilter = app.refusal();
        assertTrue(noFilter.contains("Plain") && noFilter.contains("jakarta.servlet.Filter"), noFilter);
        app.webXml("<filter><filter-name>p</filter-name><filter-class>a.Missing</filter-class></filter>");
        String missing = app.refusal();
        assertTrue(missing.contains("a.Missing") && missing.contains("[p]"), missing);
    }

    @Test void theVeryObjectsThatAFilterPassesOnArriveAndRunInItsThread() throws Exception {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        try (Probe probe = Probe.of(web -> web.filter("/*", (request, response, chain) -> {
            var wrapped = new HttpServletRequestWrapper((HttpServletRequest) request);
            var answer = new HttpServletResponseWrapper((HttpServletResponse) response);
            seen.add(wrapped);
            seen.add(answer);
            seen.add(Thread.currentThread());
            chain.doFilter(wrapped, answer);
        }).servlet("/s", Probe.servlet((request, response) -> {
            seen.add(request);
            seen.add(response);
            seen.add(Thread.currentThread());
            request.getRequestDispatcher("/t").include(request, response);
        })).servlet("/t", Probe.servlet((request, response) -> {
            seen.add(request);
            seen.add(response);
            seen.add(Thread.currentThread());
        })))) {
            assertEquals(200, Probe.status(probe.get("/app/s")));
            for (int i = 0; i < 3; i++) {
                assertTrue(seen.get(i) == seen.get(i + 3) && seen.get(i) == seen.get(i + 6), seen::toString);
            }
        }
    }

    @Test void wrappersThatAreGivenToStartAsyncArriveInTheDispatch() throws Exception {
        try (Probe probe = Probe.of(web -> web.filter("wrap", (Filter) (request, response, chain) ->
                chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {
                    @Override public String getParameter(String name) {
                        return "wrapped";
                    }
                }, response), each -> {
            each.addMappingForUrlPatterns(null, true, "/*");
            each.setAsyncSupported(true);
        }).servlet("s", Probe.servlet((request, response) -> request.startAsync(request, response).dispatch("/t")),
                each -> {
                    each.addMapping("/s");
                    each.setAsyncSupported(true);
                }).servlet("/t", Probe.servlet((request, response) ->
                response.getWriter().print(request.getParameter("x")))))) {
            assertEquals("wrapped", Probe.content(probe.get("/app/s")));
        }
    }

    @Test void aFilterMayAnswerInsteadOfWhatItGuards() throws Exception {
        List<String> served = Collections.synchronizedList(new ArrayList<>());
        try (Probe probe = Probe.of(web -> web.filter("/*", (request, response, chain) ->
                ((HttpServletResponse) response).sendError(451)).filter("/*", (request, response, chain) ->
                served.add("filter")).servlet("/s", Probe.servlet((request, response) -> served.add("servlet"))))) {
            assertEquals(451, Probe.status(probe.get("/app/s")));
            assertEquals(List.of(), served);
        }
    }

    @Test void aFilterThatIsUnavailableEndsTheChainForThatRequest() throws Exception {
        try (Probe probe = Probe.of(web -> web.filter("/*", (request, response, chain) -> {
            if (request.getParameter("now") != null) {
                throw new UnavailableException("busy", 7);
            }
            chain.doFilter(request, response);
        }).servlet("/s", Probe.servlet((request, response) -> response.getWriter().print("ok"))))) {
            String busy = probe.get("/app/s?now");
            assertEquals(503, Probe.status(busy));
            assertEquals("7", Probe.field(busy, "Retry-After"));
            assertEquals("ok", Probe.content(probe.get("/app/s")));
        }
    }

    @Test void asynchronousProcessingNeedsItsSupportAllAlongTheChain() throws Exception {
        String servlet = servlet("s", "/s") + servlet("t", "/t");
        app.classes(NOTING, GOING).webXml(filter("yes", "<url-pattern>/*</url-pattern>")
                + filter("no", "<url-pattern>/s</url-pattern>").replace("<async-supported>true</async-supported>", "")
                + servlet);
        try (Probe probe = app.deploy()) {
            assertEquals(500, Probe.status(probe.get("/app/s?async=/t")));
            assertEquals(200, Probe.status(probe.get("/app/t?async=/s")));
        }
    }

    /** An {@code HttpFilter} hands over the types of HTTP; without its own method it passes everything on. */
    @Test void httpFiltersPassOnByDefault() throws Exception {
        try (Probe probe = Probe.of(web -> web.filter("/*", new HttpFilter() { }).filter("/*", new HttpFilter() {
            @Override protected void doFilter(HttpServletRequest request, HttpServletResponse response,
                                              FilterChain chain) throws java.io.IOException, ServletException {
                response.setHeader("X-Method", request.getMethod());
                super.doFilter(request, response, chain);
            }
        }).servlet("/s", Probe.servlet((request, response) -> response.getWriter().print("ok"))))) {
            String answer = probe.send("PUT", "/app/s", "x");
            assertEquals("PUT", Probe.field(answer, "X-Method"));
            assertTrue(answer.endsWith("ok"), answer);
        }
    }

    @Test void errorPagesGetTheContainersOwnObjectsThroughTheFiltersOfErrors() throws Exception {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        try (Probe probe = Probe.of(web -> web.errorPage(500, "/page").filter("/*", (request, response, chain) ->
                chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request), response))
                .filter("errors", new Filter() {
                    @Override public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                            throws java.io.IOException, ServletException {
                        seen.add(request);
                        chain.doFilter(request, response);
                    }
                }, each -> each.addMappingForServletNames(java.util.EnumSet.of(DispatcherType.ERROR), true, "page"))
                .servlet("/s", Probe.servlet((request, response) -> {
                    throw new ServletException("oops");
                })).servlet("page", Probe.servlet((request, response) -> {
                    seen.add(request);
                    response.getWriter().print("page");
                }), each -> each.addMapping("/page")))) {
            assertEquals("page", Probe.content(probe.get("/app/s")));
            assertTrue(seen.size() == 2 && seen.get(0) == seen.get(1), seen::toString);
            assertFalse(seen.get(0) instanceof HttpServletRequestWrapper, seen::toString);
        }
    }

    @Test void destroyWaitsForTheRequestsThatAreInTheFilter() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        var entered = new java.util.concurrent.CountDownLatch(1);
        var leave = new java.util.concurrent.CountDownLatch(1);
        Probe probe = Probe.of(web -> web.filter("/*", new Filter() {
            @Override public void init(FilterConfig config) {
                order.add("init");
            }

            @Override public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {
                entered.countDown();
                try {
                    leave.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                order.add("passed");
            }

            @Override public void destroy() {
                order.add("destroy");
            }
        }));
        try (Socket client = probe.connect()) {
            client.getOutputStream().write("GET /app/s HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
            entered.await();
            Thread stopper = new Thread(probe::close);
            stopper.start();
            while (!probe.server().isDraining()) {
                Thread.onSpinWait();
            }
            assertEquals(List.of("init"), order);
            leave.countDown();
            stopper.join();
        }
        assertEquals(List.of("init", "passed", "destroy"), order);
    }
}
