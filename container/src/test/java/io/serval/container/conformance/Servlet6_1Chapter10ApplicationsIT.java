package io.serval.container.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.deploy.Compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Chapter 10: what lies in an application, its error pages and welcome files, its loader, its replacement. */
class Servlet6_1Chapter10ApplicationsIT {
    private static final String ROOM = """
            import jakarta.servlet.*;
            import jakarta.servlet.http.*;
            import java.io.IOException;
            """;
    /** Throws the exception, or sends the status, that the query names. */
    private static final String FAILING = ROOM + """
            @jakarta.servlet.annotation.WebServlet(name = "failing", value = "/fail")
            public class Failing extends HttpServlet {
                protected void service(HttpServletRequest request, HttpServletResponse response)
                        throws IOException, ServletException {
                    response.setHeader("X-Kept", "kept");
                    response.addCookie(new Cookie("c", "1"));
                    response.getWriter().print("lost");
                    switch (request.getParameter("how")) {
                        case "child": throw new java.io.FileNotFoundException("child");
                        case "io": throw new IOException("io");
                        case "wrapped": throw new ServletException("outer",
                            new ServletException("middle", new java.io.CharConversionException("inner")));
                        case "wrapper": throw new Wrapper(new java.io.FileNotFoundException("wrapped"));
                        case "error": throw new NoClassDefFoundError("an error");
                        case "runtime": throw new IllegalStateException("runtime");
                        case "set": response.setStatus(404); return;
                        default: response.sendError(Integer.parseInt(request.getParameter("how")), "told");
                    }
                }
                public static class Wrapper extends ServletException {
                    public Wrapper(Throwable cause) { super(cause); }
                }
            }""";
    private static final String TELLING = ROOM + """
            @jakarta.servlet.annotation.WebServlet("/page/*")
            public class Telling extends HttpServlet {
                protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                    StringBuilder told = new StringBuilder(request.getMethod() + request.getRequestURI());
                    for (String each : new String[] {"status_code", "exception_type", "message", "exception",
                            "request_uri", "query_string", "servlet_name", "method"}) {
                        Object value = request.getAttribute("jakarta.servlet.error." + each);
                        told.append('|').append(value instanceof Class<?> type ? type.getSimpleName()
                            : value instanceof Throwable thrown ? thrown.getMessage() : value);
                    }
                    response.getWriter().print(told.append('|').append(response.getStatus()));
                }
            }""";

    @TempDir private Path base;
    private AppFiles app;

    @BeforeEach void makeFiles() throws Exception {
        app = new AppFiles(base);
    }

    private static String page(String what, String location) {
        return "<error-page>" + what + "<location>" + location + "</location></error-page>";
    }

    private static String type(String name) {
        return "<exception-type>" + name + "</exception-type>";
    }

    private static String code(int status) {
        return "<error-code>" + status + "</error-code>";
    }

    private AppFiles withErrorPages() throws Exception {
        return app.classes(FAILING, TELLING).file("static.html", "static page").webXml(
                page(type("java.io.IOException"), "/page/io") + page(type("java.io.FileNotFoundException"), "/page/file")
                + page(type("java.lang.Error"), "/page/error") + page(type("Failing$Wrapper"), "/page/wrapper")
                + page(code(404), "/page/404") + page(code(410), "/static.html") + page("", "/page/other"));
    }

    @Test void theNearestClassThenTheRootCauseThenTheStatusThenTheDefaultHasThePage() throws Exception {
        withErrorPages();
        Map<String, String> expected = Map.of(
                "child", "GET/app/page/file|500|FileNotFoundException|child|child|/app/fail|how=child|failing|GET|500",
                "io", "GET/app/page/io|500|IOException|io|io|/app/fail|how=io|failing|GET|500",
                "wrapped", "GET/app/page/io|500|CharConversionException|inner|inner|/app/fail|how=wrapped|failing|GET|500",
                "wrapper", "GET/app/page/wrapper|500|FileNotFoundException|wrapped|wrapped|/app/fail|how=wrapper|failing"
                        + "|GET|500",
                "error", "GET/app/page/error|500|NoClassDefFoundError|an error|an error|/app/fail|how=error|failing"
                        + "|GET|500",
                "runtime", "GET/app/page/other|500|IllegalStateException|runtime|runtime|/app/fail|how=runtime|failing"
                        + "|GET|500",
                "404", "GET/app/page/404|404|null|told|null|/app/fail|how=404|failing|GET|404",
                "409", "GET/app/page/other|409|null|told|null|/app/fail|how=409|failing|GET|409",
                "410", "static page");
        try (Probe probe = app.deployWar()) {
            for (var each : expected.entrySet()) {
                String answer = probe.get("/app/fail?how=" + each.getKey());
                assertEquals(each.getValue(), Probe.content(answer));
            }
        }
    }

    @Test void errorPagesAreAskedByGetWhateverTheMethodWas() throws Exception {
        withErrorPages();
        try (Probe probe = app.deploy()) {
            for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "QUERY")) {
                String answer = probe.send(method, "/app/fail?how=404", "x");
                assertEquals(404, Probe.status(answer));
                assertEquals("GET/app/page/404|404|null|told|null|/app/fail|how=404|failing|" + method + "|404",
                        Probe.content(answer));
                String file = probe.send(method, "/app/fail?how=410", "x");
                assertEquals(410, Probe.status(file));
                assertEquals("static page", Probe.content(file));
            }
            String head = probe.send("HEAD", "/app/fail?how=404", "");
            assertEquals(404, Probe.status(head));
            assertEquals("", Probe.content(head));
        }
    }

    @Test void whatWasWrittenIsGoneAndFieldsOfSendErrorStay() throws Exception {
        withErrorPages();
        try (Probe probe = app.deploy()) {
            String answer = probe.get("/app/fail?how=404");
            assertFalse(answer.contains("lost"), answer);
            assertTrue(Probe.field(answer, "Set-Cookie").startsWith("c=1"), answer);
            String set = probe.get("/app/fail?how=set");
            assertEquals(404, Probe.status(set));
            assertEquals("lost", Probe.content(set));
            assertEquals("kept", Probe.field(set, "X-Kept"));
        }
    }

    /** What the container finds out itself goes the same way: no such file, and what the default servlet refuses. */
    @Test void theContainersOwnErrorsGetThePagesToo() throws Exception {
        withErrorPages();
        try (Probe probe = app.deploy()) {
            assertEquals("GET/app/page/404|404|null|Not Found|null|/app/none|a=b|default|GET|404",
                    Probe.content(probe.get("/app/none?a=b")));
            assertTrue(Probe.content(probe.send("PUT", "/app/none", "x")).startsWith("GET/app/page/other|405|"));
            assertTrue(Probe.content(probe.get("/app/WEB-INF/web.xml")).startsWith("GET/app/page/404|404|"));
        }
    }

    @Test void withoutAnyPageAnExceptionIsAPlain500() throws Exception {
        app.classes(FAILING);
        try (Probe probe = app.deploy()) {
            String answer = probe.get("/app/fail?how=runtime");
            assertEquals(500, Probe.status(answer));
            assertFalse(answer.contains("IllegalStateException") || answer.contains("at Failing"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/WEB-INF/secret.txt", "/WEB-INF", "/WEB-INF/", "/web-inf/secret.txt",
        "/WEb-iNf/secret.txt", "/%57EB-INF/secret.txt", "/%57%45%42%2D%49%4E%46/secret.txt", "/./WEB-INF/secret.txt",
        "/a/../WEB-INF/secret.txt", "/a/%2e%2e/WEB-INF/secret.txt", "/WEB-INF;a=b/secret.txt",
        "/;a=b/WEB-INF/secret.txt", "//WEB-INF/secret.txt", "/WEB-INF//secret.txt", "/WEB-INF/./secret.txt",
        "/WEB-INF/a/../secret.txt", "/WEB-INF%2fsecret.txt", "/WEB-INF%5csecret.txt", "/%2557EB-INF/secret.txt",
        "/WEB-INF%00/secret.txt", "/WEB-INF%20/secret.txt", "/WEB-INF./secret.txt", "/WEB-INF/classes/Any.class",
        "/WEB-INF/secret.any", "/META-INF/secret.txt", "/meta-inf/secret.txt", "/META-INF;x/secret.txt",
        "/any/../META-INF/secret.txt", "/any/%2e%2e/WEB-INF/secret.txt", "/%c0%ae/WEB-INF/secret.txt",
        "/\\WEB-INF\\secret.txt", "/..;/WEB-INF/secret.txt", "/a/..;x=y/WEB-INF/secret.txt"})
    void nobodyGetsWhatLiesBelowWebInfOrMetaInfHoweverItIsSpelt(String path) throws Exception {
        app.file("WEB-INF/secret.txt", "secret").file("META-INF/secret.txt", "secret").file("WEB-INF/secret.any", "x")
                .classes(ROOM + """
                @jakarta.servlet.annotation.WebServlet({"*.any", "/any/*"})
                public class Any extends HttpServlet {
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.getWriter().print("secret by servlet");
                    }
                }""");
        try (Probe probe = app.deploy()) {
            String answer = probe.get("/app" + path);
            assertTrue(Probe.status(answer) == 404 || Probe.status(answer) == 400, answer);
            assertFalse(answer.contains("secret"), answer);
        }
    }

    @Test void theApplicationItselfReachesItsHiddenFiles() throws Exception {
        app.file("WEB-INF/secret.txt", "secret").file("META-INF/more.txt", "more").classes(ROOM + """
                @jakarta.servlet.annotation.WebServlet("/s")
                public class Reading extends HttpServlet {
                    protected void doGet(HttpServletRequest request, HttpServletResponse response)
                            throws IOException, ServletException {
                        try (java.io.InputStream in = getServletContext().getResourceAsStream("/META-INF/more.txt")) {
                            response.getWriter().print(new String(in.readAllBytes())
                                + (getServletContext().getResource("/WEB-INF/secret.txt") != null));
                        }
                        request.getRequestDispatcher("/WEB-INF/secret.txt").include(request, response);
                    }
                }""");
        try (Probe probe = app.deployWar()) {
            assertEquals("moretruesecret", Probe.content(probe.get("/app/s")));
        }
    }

    /** The example of §10.10, with its redirects. */
    @Test void welcomeFilesStandInForDirectories() throws Exception {
        app.file("foo/index.html", "foo index").file("foo/default.txt", "no").file("catalog/default.txt", "catalog")
                .file("catalog/products/shop.txt", "shop")
                .library("more", Map.of("META-INF/resources/lib/default.txt", "library"))
                .webXml("<welcome-file-list><welcome-file>index.html</welcome-file><welcome-file>default.txt"
                        + "</welcome-file></welcome-file-list>");
        try (Probe probe = app.deploy()) {
            for (String each : List.of("foo", "catalog", "catalog/products", "lib")) {
                String redirect = probe.get("/app/" + each + "?q=1");
                assertEquals(302, Probe.status(redirect));
                assertTrue(Probe.field(redirect, "Location").endsWith("/app/" + each + "/?q=1"), redirect);
            }
            assertEquals("foo index", Probe.content(probe.get("/app/foo/")));
            assertEquals("catalog", Probe.content(probe.get("/app/catalog/")));
            assertEquals("library", Probe.content(probe.get("/app/lib/")));
            assertEquals(404, Probe.status(probe.get("/app/catalog/index.html")));
            String nothing = probe.get("/app/catalog/products/");
            assertEquals(404, Probe.status(nothing));
            assertFalse(nothing.contains("shop"), nothing);
        }
    }

    @Test void welcomeServletsComeAfterWelcomeFilesAndSeeTheRequestAsItIs() throws Exception {
        app.file("dir/file.txt", "x").file("both/last.txt", "file").classes(ROOM + """
                @jakarta.servlet.annotation.WebServlet({"*.do", "/dir/sub/path/*"})
                public class Welcome extends HttpServlet {
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                            throws IOException {
                        response.getWriter().print(request.getMethod() + " " + request.getServletPath() + " "
                            + request.getPathInfo() + " " + request.getParameter("a") + " " + request.getQueryString());
                    }
                }""").webXml("<welcome-file-list><welcome-file>sub/path/x</welcome-file><welcome-file>first.do"
                + "</welcome-file><welcome-file>last.txt</welcome-file></welcome-file-list>");
        try (Probe probe = app.deploy()) {
            assertEquals("GET /dir/sub/path /x q q".replace("q q", "1 a=1"), Probe.content(probe.get("/app/dir/?a=1")));
            assertEquals("POST /first.do null 2 null", Probe.content(probe.send("POST", "/app/", "a=2",
                    "Content-Type: application/x-www-form-urlencoded")));
            assertEquals("file", Probe.content(probe.get("/app/both/")));
        }
    }

    @Test void anIndexPageThatIsNotThereWelcomesNobody() throws Exception {
        app.file("a.txt", "a");
        try (Probe probe = app.deploy()) {
            assertEquals(404, Probe.status(probe.get("/app/")));
            assertEquals(501, Probe.status(probe.get("/app/index.jsp")));
        }
    }

    @Test void ownClassesComeBeforeThoseOfLibrariesAndNobodyReplacesTheApi() throws Exception {
        app.library("one", Map.of("note.txt", "library", "only.txt", "only"),
                "package a; public class Where { public static String in() { return \"library\"; } }",
                "package jakarta.servlet; public class ServletException extends Exception { }");
        app.file("WEB-INF/classes/note.txt", "classes").classes(
                "package a; public class Where { public static String in() { return \"classes\"; } }", ROOM + """
                @jakarta.servlet.annotation.WebServlet("/s")
                public class Asking extends HttpServlet {
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        ClassLoader loader = Thread.currentThread().getContextClassLoader();
                        String server;
                        try {
                            Class.forName("io.serval.container.Serval", false, loader);
                            server = "visible";
                        } catch (ClassNotFoundException hidden) {
                            server = "hidden";
                        }
                        response.getWriter().print(a.Where.in() + " " + read(loader, "note.txt") + " "
                            + read(loader, "only.txt") + " " + server + " "
                            + (jakarta.servlet.ServletException.class.getClassLoader() == loader)
                            + (loader == getServletContext().getClassLoader()) + (getClass().getClassLoader() == loader));
                    }
                    private static String read(ClassLoader loader, String name) throws IOException {
                        try (java.io.InputStream in = loader.getResourceAsStream(name)) {
                            return new String(in.readAllBytes());
                        }
                    }
                }""");
        try (Probe probe = app.deploy()) {
            assertEquals("classes classes only hidden falsetruetrue", Probe.content(probe.get("/app/s")));
        }
    }

    @Test void everyCallbackRunsWithTheLoaderOfTheApplicationAndTheThreadGetsItsOwnBack() throws Exception {
        app.classes(ROOM + """
                @jakarta.servlet.annotation.WebListener
                public class Everything implements ServletContextListener, ServletContextAttributeListener,
                        ServletRequestListener, HttpSessionListener {
                    private static void note(String what) {
                        Log.add(what + (Thread.currentThread().getContextClassLoader()
                            == Everything.class.getClassLoader()));
                    }
                    public void contextInitialized(ServletContextEvent e) { note("init "); e.getServletContext()
                        .setAttribute("a", "b"); }
                    public void contextDestroyed(ServletContextEvent e) { note("end "); }
                    public void attributeAdded(ServletContextAttributeEvent e) { note("attribute "); }
                    public void requestInitialized(ServletRequestEvent e) { note("request "); }
                    public void requestDestroyed(ServletRequestEvent e) { note("response "); }
                    public void sessionCreated(HttpSessionEvent e) { note("session "); }
                    public void sessionDestroyed(HttpSessionEvent e) { note("over "); }
                }""", ROOM + """
                @jakarta.servlet.annotation.WebServlet(value = "/s", asyncSupported = true)
                public class Async extends HttpServlet {
                    private static void note(String what) {
                        Log.add(what + (Thread.currentThread().getContextClassLoader() == Async.class.getClassLoader()));
                    }
                    public void init() { note("servlet "); }
                    public void destroy() { note("destroy "); }
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                        request.getSession();
                        AsyncContext async = request.startAsync();
                        async.addListener(new AsyncListener() {
                            public void onComplete(AsyncEvent e) { note("complete "); }
                            public void onTimeout(AsyncEvent e) { }
                            public void onError(AsyncEvent e) { }
                            public void onStartAsync(AsyncEvent e) { }
                        });
                        async.start(() -> { note("task "); async.complete(); });
                    }
                }""");
        ClassLoader mine = Thread.currentThread().getContextClassLoader();
        try (Probe probe = app.deploy()) {
            assertEquals(200, Probe.status(probe.get("/app/s")));
        }
        assertEquals(mine, Thread.currentThread().getContextClassLoader());
        assertEquals(List.of("init true", "attribute true", "request true", "servlet true", "session true", "task true",
                "complete true", "response true", "destroy true", "over true", "end true"), app.log());
    }

    @Test void twoApplicationsHaveLoadersContextsAndDirectoriesOfTheirOwn() throws Exception {
        app.classes(ROOM + """
                @jakarta.servlet.annotation.WebServlet("/s")
                public class Own extends HttpServlet {
                    private static int count;
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        java.io.File temporary = (java.io.File) getServletContext().getAttribute(ServletContext.TEMPDIR);
                        new java.io.File(temporary, "mark").createNewFile();
                        response.getWriter().print(++count + " " + temporary.list().length + " " + temporary);
                    }
                }""");
        try (Probe probe = app.deploy(server -> server.webapp("/other", app.directory()))) {
            String one = Probe.content(probe.get("/app/s"));
            String two = Probe.content(probe.get("/other/s"));
            assertTrue(one.startsWith("1 ") && two.startsWith("1 "), one + " / " + two);
            assertFalse(one.equals(two), one);
            assertTrue(Probe.content(probe.get("/app/s")).startsWith("2 "));
        }
    }

    @Test void oneContextPathForTwoApplicationsIsRefused() {
        IllegalArgumentException refused = org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class,
                () -> app.deploy(server -> server.webapp("/app", app.directory())));
        assertTrue(refused.getMessage().contains("/app"), refused::toString);
    }

    @Test void deploymentFollowsTheOrderOfTheSpecification() throws Exception {
        app.classes("""
                public class Noting extends jakarta.servlet.http.HttpServlet implements jakarta.servlet.Filter,
                        jakarta.servlet.ServletContextListener {
                    public Noting() { Log.add("new"); }
                    public void contextInitialized(jakarta.servlet.ServletContextEvent event) { Log.add("listener"); }
                    public void init(jakarta.servlet.FilterConfig config) { Log.add(config.getFilterName()); }
                    public void init() { Log.add(getServletName()); }
                    public void doFilter(jakarta.servlet.ServletRequest request,
                        jakarta.servlet.ServletResponse response, jakarta.servlet.FilterChain chain) { }
                }""").webXml("""
                <servlet><servlet-name>late</servlet-name><servlet-class>Noting</servlet-class></servlet>
                <servlet><servlet-name>two</servlet-name><servlet-class>Noting</servlet-class>
                  <load-on-startup>2</load-on-startup></servlet>
                <servlet><servlet-name>one</servlet-name><servlet-class>Noting</servlet-class>
                  <load-on-startup>1</load-on-startup></servlet>
                <filter><filter-name>filter</filter-name><filter-class>Noting</filter-class></filter>
                <listener><listener-class>Noting</listener-class></listener>""");
        app.deploy().close();
        assertEquals(List.of("new", "listener", "new", "filter", "new", "one", "new", "two"),
                app.log().subList(0, 8));
    }

    @Test void aReplacedApplicationKeepsTheSessionsOfItsClients() throws Exception {
        String counting = ROOM + """
                @jakarta.servlet.annotation.WebServlet("/s")
                public class Counting extends HttpServlet {
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        HttpSession session = request.getSession();
                        Integer before = (Integer) session.getAttribute("n");
                        session.setAttribute("n", before == null ? 1 : before + 1);
                        response.getWriter().print("VERSION " + session.getAttribute("n"));
                    }
                }""";
        app.classes(counting.replace("VERSION", "old"));
        try (Probe probe = app.deploy()) {
            String first = probe.get("/app/s");
            assertEquals("old 1", Probe.content(first));
            String cookie = "Cookie: " + Probe.field(first, "Set-Cookie").split(";")[0];
            Path next = base.resolve("next");
            Compiler.compile(next.resolve("WEB-INF/classes"), counting.replace("VERSION", "new"));
            probe.server().deploy("/app", next);
            assertEquals("new 2", Probe.content(probe.get("/app/s", cookie)));
            assertTrue(probe.server().undeploy("/app"));
            assertEquals(404, Probe.status(probe.get("/app/s", cookie)));
        }
    }

    @Test void anApplicationOfFilesAloneNeedsNoDescriptor() throws Exception {
        app.file("index.html", "hello");
        try (Probe probe = app.deployWar()) {
            assertEquals("hello", Probe.content(probe.get("/app/")));
        }
        assertTrue(Files.exists(base.resolve("app.war")));
    }
}
