package io.serval.container.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.deploy.LogLines;
import io.serval.container.testing.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Chapter 11: listeners of deployed applications. */
class Servlet6_1Chapter11ListenersIT {
    private static final String ROOM = """
            import jakarta.servlet.*;
            import jakarta.servlet.http.*;
            import java.io.IOException;
            """;
    /** Notes every event of every kind, with its own name. */
    private static final String ALL = ROOM + """
            public class %1$s implements ServletContextListener, ServletContextAttributeListener,
                    ServletRequestListener, ServletRequestAttributeListener, HttpSessionListener,
                    HttpSessionAttributeListener, HttpSessionIdListener {
                private static void note(String what) { Log.add("%1$s." + what); }
                public %1$s() { note("new"); }
                public void contextInitialized(ServletContextEvent e) { note("context"); }
                public void contextDestroyed(ServletContextEvent e) { note("contextEnd"); }
                public void attributeAdded(ServletContextAttributeEvent e) {
                    note("c+" + e.getName() + e.getValue()); }
                public void attributeReplaced(ServletContextAttributeEvent e) {
                    note("c=" + e.getName() + e.getValue() + e.getServletContext().getAttribute(e.getName())); }
                public void attributeRemoved(ServletContextAttributeEvent e) {
                    note("c-" + e.getName() + e.getValue()); }
                public void requestInitialized(ServletRequestEvent e) { note("request"); }
                public void requestDestroyed(ServletRequestEvent e) { note("requestEnd"); }
                public void attributeAdded(ServletRequestAttributeEvent e) {
                    note("r+" + e.getName() + e.getValue()); }
                public void attributeReplaced(ServletRequestAttributeEvent e) {
                    note("r=" + e.getName() + e.getValue() + e.getServletRequest().getAttribute(e.getName())); }
                public void attributeRemoved(ServletRequestAttributeEvent e) {
                    note("r-" + e.getName() + e.getValue()); }
                public void sessionCreated(HttpSessionEvent e) { note("session"); }
                public void sessionDestroyed(HttpSessionEvent e) { note("sessionEnd"); }
                public void sessionIdChanged(HttpSessionEvent e, String old) {
                    note("id" + !old.equals(e.getSession().getId())); }
                public void attributeAdded(HttpSessionBindingEvent e) { note("s+" + e.getName() + e.getValue()); }
                public void attributeReplaced(HttpSessionBindingEvent e) {
                    note("s=" + e.getName() + e.getValue() + e.getSession().getAttribute(e.getName())); }
                public void attributeRemoved(HttpSessionBindingEvent e) { note("s-" + e.getName() + e.getValue()); }
            }""";
    private static final String CAUSING = ROOM + """
            @jakarta.servlet.annotation.WebServlet("/s")
            public class Causing extends HttpServlet {
                protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                    ServletContext context = getServletContext();
                    switch (request.getQueryString()) {
                        case "context" -> {
                            context.setAttribute("a", 1);
                            context.setAttribute("a", 2);
                            context.removeAttribute("a");
                            context.removeAttribute("a");
                        }
                        case "request" -> {
                            request.setAttribute("a", 1);
                            request.setAttribute("a", 2);
                            request.setAttribute("a", null);
                            request.removeAttribute("a");
                        }
                        case "session" -> {
                            HttpSession session = request.getSession();
                            request.changeSessionId();
                            session.setAttribute("a", 1);
                            session.setAttribute("a", 2);
                            session.removeAttribute("a");
                            session.setAttribute("b", 3);
                            session.invalidate();
                        }
                        default -> request.getSession();
                    }
                    response.getWriter().print("done");
                }
            }""";

    @TempDir private Path base;
    private AppFiles app;

    @BeforeEach void makeFiles() throws Exception {
        app = new AppFiles(base);
    }

    private static String listener(String... names) {
        StringBuilder xml = new StringBuilder();
        for (String each : names) {
            xml.append("<listener><listener-class>").append(each).append("</listener-class></listener>");
        }
        return xml.toString();
    }

    /** What was noted since so many entries, without those of requests unless they are asked for. */
    private List<String> since(int start) {
        return app.log().subList(start, app.log().size());
    }

    @Test void allKindsHearInTheirOrderAndOfTheEndBackwards() throws Exception {
        app.classes(ALL.formatted("A"), ALL.formatted("B"), CAUSING).webXml(listener("B", "A"));
        try (Probe probe = app.deployWar()) {
            assertEquals(List.of("B.new", "A.new", "B.context", "A.context"), app.log());
            int start = app.log().size();
            probe.get("/app/s?context");
            assertEquals(List.of("B.request", "A.request", "B.c+a1", "A.c+a1", "B.c=a12", "A.c=a12", "B.c-a2", "A.c-a2",
                    "A.requestEnd", "B.requestEnd"), since(start));
            start = app.log().size();
            probe.get("/app/s?request");
            assertEquals(List.of("B.request", "A.request", "B.r+a1", "A.r+a1", "B.r=a12", "A.r=a12", "B.r-a2", "A.r-a2",
                    "A.requestEnd", "B.requestEnd"), since(start));
            start = app.log().size();
            probe.get("/app/s?session");
            assertEquals(List.of("B.request", "A.request", "B.session", "A.session", "B.idtrue", "A.idtrue",
                    "B.s+a1", "A.s+a1", "B.s=a12", "A.s=a12", "B.s-a2", "A.s-a2", "B.s+b3", "A.s+b3",
                    "A.sessionEnd", "B.sessionEnd", "B.s-b3", "A.s-b3", "A.requestEnd", "B.requestEnd"), since(start));
            probe.get("/app/s?keep");
        }
        List<String> log = app.log();
        assertEquals(List.of("A.sessionEnd", "B.sessionEnd", "A.contextEnd", "B.contextEnd"),
                log.subList(log.size() - 4, log.size()));
    }

    @Test void valuesOfSessionsHearThatTheyAreBoundAndWithoutDeclaration() throws Exception {
        app.classes(ROOM + """
                @jakarta.servlet.annotation.WebServlet("/s")
                public class Binding extends HttpServlet {
                    record Value(String name) implements HttpSessionBindingListener {
                        public void valueBound(HttpSessionBindingEvent e) {
                            Log.add("bound " + name + e.getSession().getAttribute(e.getName())); }
                        public void valueUnbound(HttpSessionBindingEvent e) { Log.add("unbound " + name); }
                        public String toString() { return "!"; }
                    }
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                        HttpSession session = request.getSession();
                        session.setAttribute("v", new Value("one"));
                        session.setAttribute("v", new Value("two"));
                        session.invalidate();
                    }
                }""");
        try (Probe probe = app.deploy()) {
            assertEquals(200, Probe.status(probe.get("/app/s")));
        }
        assertEquals(List.of("bound onenull", "bound two!", "unbound one", "unbound two"), app.log());
    }

    @Test void resourcesAndCallbacksReachListeners() throws Exception {
        app.classes(ROOM + """
                public class Injected implements ServletContextListener {
                    @jakarta.annotation.Resource(name = "greeting") private String greeting;
                    @jakarta.annotation.PostConstruct void begin() { Log.add("begin " + greeting); }
                    @jakarta.annotation.PreDestroy void end() { Log.add("end"); }
                    public void contextInitialized(ServletContextEvent e) { Log.add("context " + greeting); }
                    public void contextDestroyed(ServletContextEvent e) { Log.add("contextEnd"); }
                }""").webXml(listener("Injected") + "<env-entry><env-entry-name>greeting</env-entry-name>"
                + "<env-entry-type>java.lang.String</env-entry-type><env-entry-value>hello</env-entry-value>"
                + "</env-entry>");
        app.deploy().close();
        assertEquals(List.of("begin hello", "context hello", "contextEnd", "end"), app.log());
    }

    @Test void aContextListenerThatFailsStopsTheDeploymentAndIsNamed() throws Exception {
        app.classes(ALL.formatted("A"), ROOM + """
                public class Failing implements ServletContextListener {
                    public void contextInitialized(ServletContextEvent e) {
                        throw new IllegalStateException("no database");
                    }
                }""", ALL.formatted("Z")).webXml(listener("A", "Failing", "Z"));
        String refusal = app.refusal();
        assertTrue(refusal.contains("no database") && refusal.contains("Failing"), refusal);
        assertEquals(List.of("A.new", "Z.new", "A.context", "A.contextEnd"), app.log());
    }

    @Test void listenerClassesThatCannotBeMadeFailTheDeploymentAndSayWhy() throws Exception {
        app.classes("public class Plain { }", ROOM + "public abstract class Abstract implements ServletContextListener { }",
                ROOM + "public class Needing implements ServletContextListener { public Needing(String what) { } }");
        Map<String, String> wrong = Map.of("Plain", "EventListener", "Abstract", "abstract", "Needing", "constructor",
                "a.Missing", "a.Missing");
        for (var each : wrong.entrySet()) {
            app.webXml(listener(each.getKey()));
            String refusal = app.refusal();
            assertTrue(refusal.contains(each.getKey()) && refusal.contains(each.getValue()), refusal);
        }
    }

    /** Such classes listen to what they are bound to, not to the application: it starts, and is told. */
    @Test void aDeclaredListenerOfNoKindThatCanBeDeclaredIsPointedOut() throws Exception {
        app.classes(ROOM + "public class Binding implements HttpSessionBindingListener { }").webXml(listener("Binding"));
        try (LogLines lines = new LogLines("io.serval.container.servlet.ContextStart")) {
            app.deploy().close();
            assertTrue(lines.all().stream().anyMatch(each -> each.contains("Binding") && each.contains("§11.2")),
                    lines.all()::toString);
        }
    }

    @Test void anExceptionUnderAServletGoesToItsErrorPageAndNoMoreListenersAreCalled() throws Exception {
        app.classes(ROOM + """
                public class Refusing implements ServletRequestAttributeListener {
                    public void attributeAdded(ServletRequestAttributeEvent e) {
                        if (e.getName().equals("a")) { throw new UnsupportedOperationException("refused"); }
                    }
                }""", ALL.formatted("After"), CAUSING, ROOM + """
                @jakarta.servlet.annotation.WebServlet("/page")
                public class Page extends HttpServlet {
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.getWriter().print("page of " + request.getAttribute(RequestDispatcher.ERROR_MESSAGE));
                    }
                }""").webXml(listener("Refusing", "After") + "<error-page><exception-type>"
                + "java.lang.UnsupportedOperationException</exception-type><location>/page</location></error-page>");
        try (Probe probe = app.deploy()) {
            String answer = probe.get("/app/s?request");
            assertEquals(500, Probe.status(answer));
            assertEquals("page of refused", Probe.content(answer));
        }
        assertFalse(app.log().contains("After.r+a1"), app.log()::toString);
    }

    /** Nobody is there to handle it: the answer is on its way, and everything ends as it should. */
    @Test void exceptionsAtTheEndOfRequestsAndSessionsHarmNobodyElse() throws Exception {
        app.classes(ALL.formatted("A"), ALL.formatted("Z"), CAUSING, ROOM + """
                public class Failing implements ServletRequestListener, HttpSessionListener, ServletContextListener {
                    public void requestDestroyed(ServletRequestEvent e) { throw new IllegalStateException("request"); }
                    public void sessionDestroyed(HttpSessionEvent e) { throw new IllegalStateException("session"); }
                    public void contextDestroyed(ServletContextEvent e) { throw new IllegalStateException("context"); }
                }""").webXml(listener("A", "Failing", "Z"));
        try (LogLines lines = new LogLines("io.serval.container.servlet.RequestScope"); Probe probe = app.deploy()) {
            assertEquals(200, Probe.status(probe.get("/app/s?keep")));
            assertEquals(200, Probe.status(probe.get("/app/s?context")));
            Await.until("the failure is not told", () -> lines.failures().equals(List.of("request", "request")));
        }
        List<String> log = app.log();
        assertEquals(2, log.stream().filter("A.requestEnd"::equals).count(), log::toString);
        assertEquals(List.of("Z.sessionEnd", "Z.contextEnd", "A.contextEnd"), log.subList(log.size() - 3, log.size()));
    }

    /** The session has ended all the same, and what its listener threw is an error of the request. */
    @Test void exceptionsUnderInvalidateReachTheServlet() throws Exception {
        app.classes(CAUSING, ROOM + """
                public class Failing implements HttpSessionListener {
                    public void sessionDestroyed(HttpSessionEvent e) { throw new IllegalStateException("session"); }
                }""").webXml(listener("Failing"));
        try (Probe probe = app.deploy()) {
            String answer = probe.get("/app/s?session");
            assertEquals(500, Probe.status(answer), answer);
        }
    }

    @Test void listenersOfARequestThatComesThroughAFilterThatFailsHearOfItsEnd() throws Exception {
        app.classes(ALL.formatted("A"), ROOM + """
                @jakarta.servlet.annotation.WebFilter("/*")
                public class Failing extends HttpFilter {
                    protected void doFilter(HttpServletRequest request, HttpServletResponse response,
                            FilterChain chain) throws ServletException {
                        throw new ServletException("in the filter");
                    }
                }""").webXml(listener("A"));
        try (Probe probe = app.deploy()) {
            assertEquals(500, Probe.status(probe.get("/app/s")));
        }
        assertTrue(app.log().indexOf("A.request") < app.log().indexOf("A.requestEnd"), app.log()::toString);
    }
}
