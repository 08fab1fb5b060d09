package io.serval.container.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.deploy.Compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Chapter 8: annotations, fragments and initializers of applications that are deployed from files. */
class Servlet6_1Chapter8PluggabilityIT {
    private static final String SERVICE = "META-INF/services/jakarta.servlet.ServletContainerInitializer";
    /** Answers with its name, its init parameters and its order of loading. */
    private static final String TELLING = """
            import jakarta.servlet.http.*;
            public class Telling extends HttpServlet {
                public void init() { Log.add(getServletName()); }
                protected void doGet(HttpServletRequest request, HttpServletResponse response)
                        throws java.io.IOException {
                    java.util.Map<String, String> all = new java.util.TreeMap<>();
                    java.util.Collections.list(getInitParameterNames())
                        .forEach(each -> all.put(each, getInitParameter(each)));
                    response.getWriter().print(getServletName() + all);
                }
            }""";
    private static final String LISTENER = """
            public class %s implements jakarta.servlet.ServletContextListener {
                public void contextInitialized(jakarta.servlet.ServletContextEvent event) { Log.add("%s"); }
            }""";

    @TempDir private Path base;
    private AppFiles app;

    @BeforeEach void makeFiles() throws Exception {
        app = new AppFiles(base);
    }

    private static String servlet(String name, String more) {
        return "<servlet><servlet-name>" + name + "</servlet-name><servlet-class>Telling</servlet-class>" + more
                + "</servlet>";
    }

    private static String mapping(String name, String pattern) {
        return "<servlet-mapping><servlet-name>" + name + "</servlet-name><url-pattern>" + pattern
                + "</url-pattern></servlet-mapping>";
    }

    private static String param(String name, String value) {
        return "<init-param><param-name>" + name + "</param-name><param-value>" + value
                + "</param-value></init-param>";
    }

    private static String listener(String name) {
        return "<listener><listener-class>" + name + "</listener-class></listener>";
    }

    private static String source(String name) {
        return LISTENER.formatted(name, name);
    }

    private String get(String path) throws Exception {
        try (Probe probe = app.deploy()) {
            String answer = probe.get("/app" + path);
            return Probe.status(answer) == 200 ? Probe.content(answer) : String.valueOf(Probe.status(answer));
        }
    }

    /** A servlet that is annotated once and declared under two more names, as the example of §8.2.3 has it. */
    @Test void anAnnotatedClassThatIsDeclaredUnderOtherNamesHasAnInstanceForEach() throws Exception {
        app.classes(TELLING.replace("public class Telling", "@jakarta.servlet.annotation.WebServlet(urlPatterns = "
                + "\"/MyPattern\", initParams = @jakarta.servlet.annotation.WebInitParam(name = \"ccc\", value = "
                + "\"333\")) public class Telling")).webXml(servlet("Foo", param("aaa", "111"))
                + servlet("Fum", param("bbb", "222")) + mapping("Foo", "/foo/*") + mapping("Fum", "/fum/*"));
        try (Probe probe = app.deploy()) {
            assertEquals("Telling{ccc=333}", Probe.content(probe.get("/app/MyPattern")));
            assertEquals("Foo{aaa=111}", Probe.content(probe.get("/app/foo/x")));
            assertEquals("Fum{bbb=222}", Probe.content(probe.get("/app/fum/x")));
        }
    }

    @Test void theDescriptorOverridesPatternsAndAddsParametersUnderTheSameName() throws Exception {
        app.classes(TELLING.replace("public class Telling", "@jakarta.servlet.annotation.WebServlet(urlPatterns = "
                + "\"/MyPattern\", initParams = {@jakarta.servlet.annotation.WebInitParam(name = \"aaa\", value = "
                + "\"annotation\"), @jakarta.servlet.annotation.WebInitParam(name = \"ccc\", value = \"333\")}) "
                + "public class Telling")).webXml(servlet("Telling", param("aaa", "111")) + mapping("Telling", "/foo"));
        try (Probe probe = app.deploy()) {
            assertEquals("Telling{aaa=111, ccc=333}", Probe.content(probe.get("/app/foo")));
            assertEquals(404, Probe.status(probe.get("/app/MyPattern")));
        }
    }

    @Test void theDescriptorOverridesPatternsAndDispatchesOfAnAnnotatedFilterOneByOne() throws Exception {
        String filter = """
                import jakarta.servlet.*;
                import jakarta.servlet.http.*;
                @jakarta.servlet.annotation.WebFilter(filterName = "%s", urlPatterns = "/a",
                    dispatcherTypes = DispatcherType.FORWARD)
                public class %s extends HttpFilter {
                    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                            throws java.io.IOException, ServletException {
                        Log.add(getFilterName() + " " + request.getDispatcherType());
                        chain.doFilter(request, response);
                    }
                }""";
        app.classes(filter.formatted("patterns", "One"), filter.formatted("both", "Two"),
                filter.formatted("none", "Three"), TELLING, """
                @jakarta.servlet.annotation.WebServlet("/from")
                public class From extends jakarta.servlet.http.HttpServlet {
                    protected void doGet(jakarta.servlet.http.HttpServletRequest request,
                            jakarta.servlet.http.HttpServletResponse response)
                            throws java.io.IOException, jakarta.servlet.ServletException {
                        request.getRequestDispatcher(request.getQueryString()).forward(request, response);
                    }
                }""").webXml(servlet("t", "") + mapping("t", "/*")
                + "<filter-mapping><filter-name>patterns</filter-name><url-pattern>/b</url-pattern></filter-mapping>"
                + "<filter-mapping><filter-name>both</filter-name><url-pattern>/b</url-pattern><dispatcher>REQUEST"
                + "</dispatcher></filter-mapping>");
        try (Probe probe = app.deploy()) {
            probe.get("/app/from?/a");
            probe.get("/app/from?/b");
            probe.get("/app/b");
        }
        assertEquals(List.of("none FORWARD", "t", "patterns FORWARD", "both REQUEST"), app.log());
    }

    @Test void annotationsInVersion25CountUnlessTheDescriptorIsComplete() throws Exception {
        String annotated = TELLING.replace("public class Telling",
                "@jakarta.servlet.annotation.WebServlet(\"/t\") public class Telling");
        app.classes(annotated).webXml("version='2.5' xmlns='http://java.sun.com/xml/ns/javaee'", "");
        assertEquals("Telling{}", get("/t"));
        app.webXml("version='2.5' metadata-complete='true'", "");
        assertEquals("404", get("/t"));
        app.webXml("version='6.1' metadata-complete='true'", "");
        assertEquals("404", get("/t"));
    }

    @Test void aCompleteDescriptorIgnoresFragmentsAndTheirOrder() throws Exception {
        app.fragment("a", "<name>a</name><ordering><after><name>b</name></after></ordering>" + listener("A"),
                source("A"));
        app.fragment("b", "<name>b</name><ordering><after><name>a</name></after></ordering>" + listener("B"),
                source("B"));
        app.webXml("version='6.1' metadata-complete='true'", "");
        try (Probe probe = app.deploy()) {
            assertEquals(404, Probe.status(probe.get("/app/")));
        }
        assertEquals(List.of(), app.log());
        app.webXml("");
        String circle = app.refusal();
        assertTrue(circle.contains("circular") && circle.contains("a (a.jar)") && circle.contains("b (b.jar)")
                && circle.contains("absolute-ordering"), circle);
    }

    @Test void annotationsOutsideOfClassesAndLibrariesDoNotCount() throws Exception {
        app.classes("public class Plain { }");
        Compiler.compile(app.directory(), "@jakarta.servlet.annotation.WebListener "
                + source("Outside").replace("Log.add(\"Outside\")", "System.exit(1)"));
        try (Probe probe = app.deploy()) {
            assertEquals(404, Probe.status(probe.get("/app/")));
        }
    }

    @Test void annotatedClassesMustBeWhatTheyAreAnnotatedAs() throws Exception {
        Map<String, String> wrong = Map.of("@jakarta.servlet.annotation.WebServlet(\"/x\")", "jakarta.servlet.Servlet",
                "@jakarta.servlet.annotation.WebFilter(\"/x\")", "jakarta.servlet.Filter",
                "@jakarta.servlet.annotation.WebListener", "listener");
        for (var each : wrong.entrySet()) {
            app.classes(each.getKey() + " public class Wrong implements java.util.EventListener { }");
            String refusal = app.refusal();
            assertTrue(refusal.contains("Wrong") && refusal.contains(each.getValue()), refusal);
        }
    }

    @Test void aClassMayInheritItsKindFromALibraryOrFromTheContainersApi() throws Exception {
        app.library("base", Map.of(), "public class Above extends jakarta.servlet.http.HttpServlet { }");
        app.classes("""
                public class Above extends jakarta.servlet.http.HttpServlet {
                    protected void doGet(jakarta.servlet.http.HttpServletRequest request,
                            jakarta.servlet.http.HttpServletResponse response) throws java.io.IOException {
                        response.getWriter().print("above");
                    }
                }""", "@jakarta.servlet.annotation.WebServlet(\"/x\") public class Below extends Above { }");
        assertEquals("above", get("/x"));
    }

    @Test void relativeOrderIsThatOfTheListeners() throws Exception {
        app.fragment("one", "<name>MyFragment1</name><ordering><after><name>MyFragment2</name></after></ordering>"
                + listener("One"), source("One"));
        app.fragment("two", "<name>MyFragment2</name>" + listener("Two"), source("Two"));
        app.fragment("three", "<name>MyFragment3</name><ordering><before><others/></before></ordering>"
                + listener("Three"), source("Three"));
        app.webXml(listener("Main")).classes(source("Main"));
        app.deploy().close();
        assertEquals(List.of("Main", "Three", "Two", "One"), app.log());
    }

    @Test void absoluteOrderLeavesOutWhatItDoesNotName() throws Exception {
        app.fragment("one", "<name>MyFragment1</name>" + listener("One"), source("One"));
        app.fragment("two", "<name>MyFragment2</name><ordering><before><others/></before></ordering>"
                + listener("Two"), source("Two"));
        app.library("plain", Map.of(SERVICE, "Starting"), """
                public class Starting implements jakarta.servlet.ServletContainerInitializer {
                    public void onStartup(java.util.Set<Class<?>> types, jakarta.servlet.ServletContext context) {
                        Log.add("Starting");
                    }
                }""", "@jakarta.servlet.annotation.WebListener " + source("Annotated"));
        app.webXml("<absolute-ordering><name>MyFragment2</name><name>none</name><name>MyFragment2</name>"
                + "</absolute-ordering>").classes("""
                @jakarta.servlet.annotation.WebServlet("/libs")
                public class Libs extends jakarta.servlet.http.HttpServlet {
                    protected void doGet(jakarta.servlet.http.HttpServletRequest request,
                            jakarta.servlet.http.HttpServletResponse response) throws java.io.IOException {
                        response.getWriter().print(getServletContext().getAttribute(
                            jakarta.servlet.ServletContext.ORDERED_LIBS));
                    }
                }""");
        assertEquals("[two.jar]", get("/libs"));
        assertEquals(List.of("Two"), app.log());
        app.webXml("<absolute-ordering><name>MyFragment1</name><others/></absolute-ordering>");
        assertEquals("[one.jar, plain.jar, two.jar]", get("/libs"));
        assertEquals(List.of("Two", "Starting", "One", "Annotated", "Two"), app.log());
        app.webXml("");
        assertEquals("[two.jar, one.jar, plain.jar]", get("/libs"));
    }

    @Test void oneNameForTwoFragmentsFailsUnlessTheOrderIsAbsolute() throws Exception {
        app.fragment("one", "<name>same</name>").fragment("two", "<name>same</name><ordering/>");
        String refusal = app.refusal();
        assertTrue(refusal.contains("same") && refusal.contains("one.jar") && refusal.contains("absolute-ordering"),
                refusal);
        app.webXml("<absolute-ordering/>").classes(TELLING);
        app.deploy().close();
    }

    @Test void fragmentsAddWhatTheApplicationLeavesOut() throws Exception {
        app.classes(TELLING).webXml(servlet("s", param("a", "main")) + mapping("s", "/main"));
        app.fragment("f", servlet("s", param("a", "fragment") + param("b", "fragment")
                + "<load-on-startup>3</load-on-startup>") + mapping("s", "/fragment")
                + servlet("t", "<enabled>false</enabled>") + mapping("t", "/t"));
        try (Probe probe = app.deploy()) {
            assertEquals(List.of("s"), app.log());
            assertEquals("s{a=main, b=fragment}", Probe.content(probe.get("/app/main")));
            assertEquals(404, Probe.status(probe.get("/app/fragment")));
            assertEquals(404, Probe.status(probe.get("/app/t")));
        }
    }

    @Test void fragmentsThatContradictEachOtherFailUnlessTheApplicationDecides() throws Exception {
        record Conflict(String one, String two, String decision, String named) { }
        List<Conflict> conflicts = List.of(
                new Conflict(servlet("s", param("p", "1")), servlet("s", param("p", "2")), servlet("s", param("p", "3")),
                        "param-value"),
                new Conflict(servlet("s", "<load-on-startup>1</load-on-startup>"),
                        servlet("s", "<load-on-startup>2</load-on-startup>"),
                        servlet("s", "<load-on-startup>3</load-on-startup>"), "load-on-startup"),
                new Conflict(mime("text/a"), mime("text/b"), mime("text/c"), "mime-type"),
                new Conflict("<session-config><session-timeout>1</session-timeout></session-config>",
                        "<session-config><session-timeout>2</session-timeout></session-config>",
                        "<session-config><session-timeout>3</session-timeout></session-config>", "session-timeout"),
                new Conflict(ref("javax.sql.DataSource"), ref("jakarta.mail.Session"), ref("java.lang.Object"),
                        "resource-ref"),
                new Conflict(source("jdbc/x", "a"), source("jdbc/x", "b"), source("jdbc/x", "c"), "data-source"),
                new Conflict("<login-config><auth-method>BASIC</auth-method></login-config>",
                        "<login-config><auth-method>DIGEST</auth-method></login-config>",
                        "<login-config><auth-method>BASIC</auth-method></login-config>", "auth-method"));
        app.classes(TELLING);
        for (Conflict each : conflicts) {
            app.fragment("one", each.one).fragment("two", each.two).webXml("");
            String refusal = app.refusal();
            assertTrue(refusal.contains('<' + each.named + '>') && refusal.contains("two.jar")
                    && refusal.contains("one.jar"), refusal);
            app.webXml(each.decision);
            app.deploy().close();
        }
    }

    private static String mime(String type) {
        return "<mime-mapping><extension>x</extension><mime-type>" + type + "</mime-type></mime-mapping>";
    }

    private static String ref(String type) {
        return "<resource-ref><res-ref-name>r</res-ref-name><res-type>" + type + "</res-type></resource-ref>";
    }

    private static String source(String name, String user) {
        return "<data-source><name>java:app/" + name + "</name><class-name>a.B</class-name><user>" + user
                + "</user></data-source>";
    }

    @Test void oneListenerClassIsOneListenerHoweverOftenItIsDeclared() throws Exception {
        app.classes("@jakarta.servlet.annotation.WebListener " + source("Main")).webXml(listener("Main"));
        app.fragment("f", listener("Main"));
        app.deploy().close();
        assertEquals(List.of("Main"), app.log());
    }

    @Test void callbacksOfFragmentsCountOnlyIfTheApplicationDeclaresNone() throws Exception {
        String lifecycle = "<post-construct><lifecycle-callback-class>%s</lifecycle-callback-class>"
                + "<lifecycle-callback-method>begin</lifecycle-callback-method></post-construct>";
        String one = source("One").replace("{\n", "{\n    public void begin() { Log.add(\"begin\"); }\n");
        app.classes(one, source("Two").replace("{\n", "{\n    public void begin() { Log.add(\"begin2\"); }\n"));
        app.fragment("f", lifecycle.formatted("One")).webXml(listener("One") + listener("Two"));
        app.deploy().close();
        app.webXml(listener("One") + listener("Two") + lifecycle.formatted("Two"));
        app.deploy().close();
        assertEquals(List.of("begin", "One", "Two", "begin2", "One", "Two"), app.log());
    }

    @Test void distributableOnlyIfAllFragmentsAre() throws Exception {
        app.classes("""
                @jakarta.servlet.annotation.WebServlet("/d")
                public class Storing extends jakarta.servlet.http.HttpServlet {
                    protected void doGet(jakarta.servlet.http.HttpServletRequest request,
                            jakarta.servlet.http.HttpServletResponse response) throws java.io.IOException {
                        try {
                            request.getSession().setAttribute("a", new Object());
                            response.getWriter().print("taken");
                        } catch (IllegalArgumentException refused) {
                            response.getWriter().print("refused");
                        }
                    }
                }""").webXml("<distributable/><distributable/>").fragment("f", "<distributable/>");
        assertEquals("refused", get("/d"));
        app.fragment("g", "");
        assertEquals("taken", get("/d"));
    }

    @Test void initializersComeBeforeListenersAndGetTheTypesTheyHandle() throws Exception {
        app.library("framework", Map.of(SERVICE, "# a comment\nframework.Start\n"), "package framework;"
                + " @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)"
                + " public @interface Mark { }", "package framework; public interface Plugin { }", """
                package framework;
                @jakarta.servlet.annotation.HandlesTypes({Mark.class, Plugin.class})
                public class Start implements jakarta.servlet.ServletContainerInitializer {
                    public void onStartup(java.util.Set<Class<?>> types, jakarta.servlet.ServletContext context) {
                        java.util.List<String> names = new java.util.ArrayList<>();
                        if (types != null) { types.forEach(each -> names.add(each.getSimpleName())); }
                        java.util.Collections.sort(names);
                        context.setAttribute("found", types == null ? "null" : names.toString());
                        context.addServlet("added", Told.class).addMapping("/told");
                    }
                }""", """
                package framework;
                public class Told extends jakarta.servlet.http.HttpServlet {
                    protected void doGet(jakarta.servlet.http.HttpServletRequest request,
                            jakarta.servlet.http.HttpServletResponse response) throws java.io.IOException {
                        response.getWriter().print(getServletContext().getAttribute("found"));
                    }
                }""");
        app.webXml("version='6.1' metadata-complete='true'", "");
        assertEquals("null", get("/told"));
        Path framework = base.resolve("library-framework");
        Compiler.compile(framework, "package a; @framework.Mark public class Marked { }",
                "package a; public class ByMethod { @framework.Mark void m() { } }",
                "package a; public class ByField { @framework.Mark int f; }",
                "package a; public class Base implements framework.Plugin { }", "package a; public class Leaf extends "
                + "Base { }", "package a; public class Missing { }",
                "package a; public class Broken extends Missing implements framework.Plugin { }");
        java.nio.file.Files.delete(framework.resolve("a/Missing.class"));
        Compiler.pack(framework, app.directory().resolve("WEB-INF/lib/framework.jar"));
        assertEquals("[Base, ByField, ByMethod, Leaf, Marked]", get("/told"));
    }

    @Test void anInitializerThatFailsFailsTheDeploymentWithItsMessage() throws Exception {
        app.library("bad", Map.of(SERVICE, "Bad"), """
                public class Bad implements jakarta.servlet.ServletContainerInitializer {
                    public void onStartup(java.util.Set<Class<?>> types, jakarta.servlet.ServletContext context)
                            throws jakarta.servlet.ServletException {
                        throw new jakarta.servlet.ServletException("no licence");
                    }
                }""");
        assertTrue(app.refusal().contains("no licence"));
        app.library("bad", Map.of(SERVICE, "a.Missing"));
        String missing = app.refusal();
        assertTrue(missing.contains("bad.jar!/" + SERVICE + ":1") && missing.contains("a.Missing"), missing);
        app.library("bad", Map.of(SERVICE, "java.lang.Object"));
        String wrong = app.refusal();
        assertTrue(wrong.contains("java.lang.Object is no jakarta.servlet.ServletContainerInitializer"), wrong);
    }

    @Test void pagesOfLibrariesGiveWayToThoseOfTheApplication() throws Exception {
        app.library("pages", Map.of("META-INF/resources/a.txt", "library a", "META-INF/resources/b.txt", "library b",
                "META-INF/resources/WEB-INF/secret.txt", "secret", "META-INF/resources/dir/index.html", "library index"))
                .file("a.txt", "application a");
        try (Probe probe = app.deployWar()) {
            assertEquals("application a", Probe.content(probe.get("/app/a.txt")));
            assertEquals("library b", Probe.content(probe.get("/app/b.txt")));
            assertEquals("library index", Probe.content(probe.get("/app/dir/")));
            assertEquals(404, Probe.status(probe.get("/app/WEB-INF/secret.txt")));
        }
    }

    /** Without a list of welcome files there is the one that every application has (§8.1.6). */
    @Test void indexPagesAreWelcomeByDefault() throws Exception {
        app.file("index.htm", "htm").file("both/index.html", "html").file("both/index.htm", "htm");
        try (Probe probe = app.deploy()) {
            assertEquals("htm", Probe.content(probe.get("/app/")));
            assertEquals("html", Probe.content(probe.get("/app/both/")));
        }
    }
}
