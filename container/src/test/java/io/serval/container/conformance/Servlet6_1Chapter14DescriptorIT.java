package io.serval.container.conformance;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.deploy.LogLines;
import io.serval.container.deploy.WebAppAssembler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Chapter 14: descriptors of all versions, their elements as clients see them, and what is wrong with the others. */
class Servlet6_1Chapter14DescriptorIT {
    private static final String ROOM = """
            import jakarta.servlet.*;
            import jakarta.servlet.http.*;
            import java.io.IOException;
            """;
    private static final String HELLO = ROOM + """
            public class Hello extends HttpServlet {
                protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                    response.getWriter().print("hello " + getServletName() + " " + request.getRequestURI());
                }
            }""";
    private static final String DECLARED = "<servlet><servlet-name>s</servlet-name><servlet-class>Hello</servlet-class>"
            + "</servlet><servlet-mapping><servlet-name>s</servlet-name><url-pattern>/s</url-pattern></servlet-mapping>";
    private static final String OLD = "<?xml version='1.0' encoding='ISO-8859-1'?><!DOCTYPE web-app PUBLIC "
            + "'-//Sun Microsystems, Inc.//DTD Web Application %s//EN' '%s'><web-app>" + DECLARED + "</web-app>";

    @TempDir private Path base;
    private AppFiles app;

    @BeforeEach void makeFiles() throws Exception {
        app = new AppFiles(base);
    }

    /** The answer of one application to {@code GET /app/s}, or its status. */
    private String get(String path, String... fields) throws Exception {
        try (Probe probe = app.deploy()) {
            String answer = probe.get("/app" + path, fields);
            return Probe.status(answer) == 200 ? Probe.content(answer) : String.valueOf(Probe.status(answer));
        }
    }

    static List<String> versions() {
        String sun = "http://java.sun.com/xml/ns/j2ee";
        String javaee = "http://java.sun.com/xml/ns/javaee";
        String jcp = "http://xmlns.jcp.org/xml/ns/javaee";
        String jakarta = "https://jakarta.ee/xml/ns/jakartaee";
        String schema = "<?xml version='1.0' encoding='UTF-8'?><web-app xmlns='%s' "
                + "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                + "xsi:schemaLocation='%s web-app_%s.xsd' version='%s'>" + DECLARED + "</web-app>";
        return List.of(
                OLD.formatted("2.2", "http://java.sun.com/j2ee/dtds/web-app_2_2.dtd"),
                OLD.formatted("2.3", "http://java.sun.com/dtd/web-app_2_3.dtd"),
                schema.formatted(sun, sun, "2_4", "2.4"), schema.formatted(javaee, javaee, "2_5", "2.5"),
                schema.formatted(javaee, javaee, "3_0", "3.0"), schema.formatted(jcp, jcp, "3_1", "3.1"),
                schema.formatted(jcp, jcp, "4_0", "4.0"), schema.formatted(jakarta, jakarta, "5_0", "5.0"),
                schema.formatted(jakarta, jakarta, "6_0", "6.0"), schema.formatted(jakarta, jakarta, "6_1", "6.1"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void applicationsOfEveryVersionStart(String xml) throws Exception {
        app.classes(HELLO).file("WEB-INF/web.xml", xml);
        assertEquals("hello s /app/s", get("/s"));
    }

    @Test void theVersionIsToldAsTheEffectiveOne() throws Exception {
        app.classes(ROOM + """
                @jakarta.servlet.annotation.WebServlet("/v")
                public class Version extends HttpServlet {
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        ServletContext context = getServletContext();
                        response.getWriter().print(context.getMajorVersion() + "." + context.getMinorVersion() + " "
                            + context.getEffectiveMajorVersion() + "." + context.getEffectiveMinorVersion());
                    }
                }""");
        app.webXml("version='2.5'", "");
        assertEquals("6.1 2.5", get("/v"));
        Files.delete(app.directory().resolve("WEB-INF/web.xml"));
        assertEquals("6.1 6.1", get("/v"));
    }

    /** What lies outside of the descriptor: in a file, or at a server that notes who comes. */
    @ParameterizedTest
    @ValueSource(strings = {
        "<!DOCTYPE web-app SYSTEM 'http://127.0.0.1:PORT/web-app.dtd'><web-app/>",
        "<!DOCTYPE web-app PUBLIC '-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN' "
            + "'http://127.0.0.1:PORT/web-app_2_3.dtd'><web-app/>",
        "<!DOCTYPE web-app [<!ENTITY % x SYSTEM 'http://127.0.0.1:PORT/x'> %x;]><web-app/>",
        "<!DOCTYPE web-app [<!ENTITY x SYSTEM 'http://127.0.0.1:PORT/x'>]><web-app><display-name>&x;</display-name>"
            + "</web-app>",
        "<!DOCTYPE web-app [<!ENTITY x SYSTEM 'FILE'>]><web-app><context-param><param-name>p</param-name>"
            + "<param-value>&x;</param-value></context-param></web-app>",
        "<web-app xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='http://127.0.0.1:PORT/x'/></web-app>",
        "<web-app xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
            + "xsi:schemaLocation='urn:x http://127.0.0.1:PORT/x.xsd'/>",
        "<?xml-stylesheet href='http://127.0.0.1:PORT/x.xsl'?><web-app/>"})
    void nothingIsEverFetched(String xml) throws Exception {
        Path secret = Files.writeString(base.resolve("secret.txt"), "secret");
        try (ServerSocket bait = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            app.classes(ROOM + """
                    @jakarta.servlet.annotation.WebServlet("/p")
                    public class Told extends HttpServlet {
                        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                                throws IOException {
                            response.getWriter().print(getServletContext().getInitParameter("p"));
                        }
                    }""").file("WEB-INF/web.xml", xml.replace("PORT", String.valueOf(bait.getLocalPort()))
                    .replace("FILE", secret.toUri().toString()));
            boolean refused = xml.contains("&x;");
            if (refused) {
                String refusal = app.refusal();
                assertTrue(refusal.contains("web.xml:1:") && !refusal.contains("secret\n"), refusal);
            } else {
                assertEquals("null", get("/p"));
            }
            bait.setSoTimeout(1);                   // whoever wanted to come has come: the application is deployed
            assertThrows(SocketTimeoutException.class, () -> bait.accept().close());
        }
    }

    @Test void entitiesThatMultiplyAreRefusedAtOnce() throws Exception {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE web-app [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a").append(i).append(" '").append(("&a" + (i - 1) + ";").repeat(10)).append("'>");
        }
        app.file("WEB-INF/web.xml", laughs + "]><web-app><display-name>&a29;</display-name></web-app>");
        assertTimeout(Duration.ofSeconds(10), () -> {
            String refusal = app.refusal();
            assertTrue(refusal.contains("Entities cannot be defined"), refusal);
        });
    }

    @Test void mistakesNameFileLineAndColumn() throws Exception {
        Map<String, String> mistakes = Map.of(
                "<web-app>\n  <servlet>\n</web-app>", "web.xml:3:",
                "<web-app>\n <session-config/>\n <session-config/>\n</web-app>", "web.xml:3:2: <session-config> may",
                "<web-app>\n <login-config/><login-config/></web-app>", "web.xml:2:17: <login-config> may appear once",
                "<web-app>\n <jsp-config/><jsp-config/></web-app>", "web.xml:2:15: <jsp-config> may appear once",
                "<web-app>\n <error-page><location>/a\nb</location></error-page></web-app>",
                "web.xml:2:14: <location> must start with /",
                "<web-app>\n <error-page><location>/../x</location></error-page></web-app>",
                "web.xml:2:14: <location> must start with / and lead to nowhere outside",
                "<web-app><filter-mapping><filter-name>f</filter-name><url-pattern>/*</url-pattern>\n<dispatcher>request"
                + "</dispatcher></filter-mapping></web-app>", "web.xml:2:1: <dispatcher> must be one of REQUEST",
                "<web-app>\n<servlet-mapping><servlet-name>none</servlet-name><url-pattern>/x</url-pattern>"
                + "</servlet-mapping></web-app>", "web.xml:2:1: <servlet-mapping> names the servlet \"none\"");
        for (var each : mistakes.entrySet()) {
            app.file("WEB-INF/web.xml", each.getKey());
            String refusal = app.refusal();
            assertTrue(refusal.contains(each.getValue()), () -> each.getKey() + " was told as " + refusal);
        }
    }

    @Test void mistakesInFragmentsNameTheJar() throws Exception {
        app.fragment("broken", "\n<servlet>\n <servlet-class>a.B</servlet-class></servlet>");
        String refusal = app.refusal();
        assertTrue(refusal.contains("WEB-INF/lib/broken.jar!/META-INF/web-fragment.xml:2:1: <servlet> must have a"),
                refusal);
        app.library("broken", Map.of("META-INF/web-fragment.xml", "<web-app/>"));
        String root = app.refusal();
        assertTrue(root.contains("broken.jar!/META-INF/web-fragment.xml:1:1: the root element must be <web-fragment>"),
                root);
    }

    @Test void unknownElementsAreLeftOutWithAWarningThatNamesTheNearest() throws Exception {
        app.classes(HELLO).webXml("<welcome-file-lists/>" + DECLARED);
        try (LogLines lines = new LogLines(WebAppAssembler.class.getName())) {
            assertEquals("hello s /app/s", get("/s"));
            assertTrue(lines.all().stream().anyMatch(each -> each.contains("did you mean <welcome-file-list>?")),
                    lines.all()::toString);
        }
    }

    @Test void elementsComeInAnyOrderAndBlanksAroundTextsAreNone() throws Exception {
        app.classes(HELLO).webXml("""
                <servlet-mapping>
                  <url-pattern>
                    /s
                  </url-pattern>
                  <servlet-name> s </servlet-name></servlet-mapping>
                <display-name>last</display-name>
                <servlet><servlet-class> Hello
                </servlet-class><servlet-name>
                  s</servlet-name></servlet>""");
        assertEquals("hello s /app/s", get("/s"));
    }

    @Test void pathsAreMadeCanonicalAndKeepTheirBlanks() throws Exception {
        app.classes(HELLO).webXml(DECLARED.replace("/s</url", "/a/../b/./c d</url"));
        assertEquals("hello s /app/b/c%20d", get("/b/c%20d"));
    }

    @Test void listsOfWelcomeFilesAndLocalesAreOneList() throws Exception {
        app.file("one/a.html", "a").file("two/b.html", "b").classes(ROOM + """
                @jakarta.servlet.annotation.WebServlet("/l")
                public class Locales extends HttpServlet {
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        StringBuilder all = new StringBuilder();
                        for (String each : new String[] {"ja", "de", "fr"}) {
                            response.setCharacterEncoding((String) null);
                            response.setLocale(java.util.Locale.forLanguageTag(each));
                            all.append(response.getCharacterEncoding()).append(' ');
                        }
                        response.getWriter().print(all);
                    }
                }""").webXml("<welcome-file-list><welcome-file>a.html</welcome-file></welcome-file-list>"
                + "<welcome-file-list><welcome-file>b.html</welcome-file></welcome-file-list>"
                + locale("ja", "Shift_JIS") + locale("de", "ISO-8859-15"));
        app.fragment("f", locale("de", "UTF-16") + locale("fr", "windows-1252"));
        try (Probe probe = app.deploy()) {
            assertEquals("a", Probe.content(probe.get("/app/one/")));
            assertEquals("b", Probe.content(probe.get("/app/two/")));
            assertEquals("Shift_JIS ISO-8859-15 windows-1252 ", Probe.content(probe.get("/app/l")));
        }
    }

    private static String locale(String locale, String encoding) {
        return "<locale-encoding-mapping-list><locale-encoding-mapping><locale>" + locale + "</locale><encoding>"
                + encoding + "</encoding></locale-encoding-mapping></locale-encoding-mapping-list>";
    }

    @Test void encodingsOfRequestsAndResponsesHoldForTheApplication() throws Exception {
        app.classes(ROOM + """
                @jakarta.servlet.annotation.WebServlet("/e")
                public class Echo extends HttpServlet {
                    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.setContentType("text/plain");
                        response.getWriter().print(request.getCharacterEncoding() + request.getParameter("a")
                            .codePointAt(0) + getServletContext().getRequestCharacterEncoding()
                            + getServletContext().getResponseCharacterEncoding());
                    }
                }""").webXml("<request-character-encoding>ISO-8859-15</request-character-encoding>"
                + "<response-character-encoding>UTF-16BE</response-character-encoding>");
        try (Probe probe = app.deploy()) {
            String answer = probe.send("POST", "/app/e", "a=%A4", "Content-Type: application/x-www-form-urlencoded");
            assertEquals("text/plain;charset=UTF-16BE", Probe.field(answer, "Content-Type"));
            assertEquals("ISO-8859-158364ISO-8859-15UTF-16BE", Probe.content(answer).replace("\0", ""));
        }
    }

    @Test void uncoveredMethodsAreDeniedOnlyWhereTheDescriptorWantsIt() throws Exception {
        String constraint = "<security-constraint><web-resource-collection><web-resource-name>n</web-resource-name>"
                + "<url-pattern>/s</url-pattern><http-method>GET</http-method></web-resource-collection>"
                + "</security-constraint>";
        app.classes(HELLO).webXml(DECLARED + constraint);
        try (Probe probe = app.deploy()) {
            assertEquals(200, Probe.status(probe.send("POST", "/app/s", "x")));
        }
        app.webXml(DECLARED + constraint + "<deny-uncovered-http-methods/>");
        try (Probe probe = app.deploy()) {
            assertEquals(200, Probe.status(probe.get("/app/s")));
            assertEquals(403, Probe.status(probe.send("POST", "/app/s", "x")));
        }
    }

    @Test void mimeTypesNamesAndParametersAreThoseOfTheDescriptor() throws Exception {
        app.file("a.odd", "x").classes(ROOM + """
                @jakarta.servlet.annotation.WebServlet("/d")
                public class Described extends HttpServlet {
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        ServletContext context = getServletContext();
                        response.getWriter().print(context.getServletContextName() + "|" + context.getInitParameter("p")
                            + "|" + context.getMimeType("b.ODD") + "|" + context.getSessionTimeout() + "|"
                            + context.getSessionCookieConfig().getName() + "|"
                            + context.getEffectiveSessionTrackingModes() + "|"
                            + context.getJspConfigDescriptor().getTaglibs().iterator().next().getTaglibURI() + "|"
                            + context.getJspConfigDescriptor().getJspPropertyGroups().size());
                    }
                }""").webXml("""
                <description>x</description><display-name>Shop</display-name><icon><small-icon>a.png</small-icon></icon>
                <context-param><param-name>p</param-name><param-value>v</param-value></context-param>
                <mime-mapping><extension>odd</extension><mime-type>text/odd</mime-type></mime-mapping>
                <session-config><session-timeout>7</session-timeout><cookie-config><name>ID</name>
                  <attribute><attribute-name>SameSite</attribute-name><attribute-value>Lax</attribute-value></attribute>
                </cookie-config><tracking-mode>COOKIE</tracking-mode></session-config>
                <jsp-config><taglib><taglib-uri>u</taglib-uri><taglib-location>/l</taglib-location></taglib>
                <jsp-property-group><url-pattern>*.p</url-pattern></jsp-property-group></jsp-config>""");
        try (Probe probe = app.deploy()) {
            assertEquals("Shop|v|text/odd|7|ID|[COOKIE]|u|1", Probe.content(probe.get("/app/d")));
            assertEquals("text/odd", Probe.field(probe.get("/app/a.odd"), "Content-Type"));
        }
    }

    @Test void aDefaultContextPathGivesWayToTheOneOfTheDeploymentAndIsPointedOut() throws Exception {
        app.classes(HELLO).webXml(DECLARED + "<default-context-path>/shop</default-context-path>");
        try (LogLines lines = new LogLines(WebAppAssembler.class.getName())) {
            assertEquals("hello s /app/s", get("/s"));
            assertTrue(lines.all().stream().anyMatch(each -> each.contains("<default-context-path> is /shop")),
                    lines.all()::toString);
        }
    }

    @Test void onePageForOneStatusWhicheverIsDeclaredLast() throws Exception {
        app.file("a.html", "a").file("b.html", "b").webXml("<error-page><error-code>404</error-code><location>/a.html"
                + "</location></error-page><error-page><error-code>404</error-code><location>/b.html</location>"
                + "</error-page>");
        try (LogLines lines = new LogLines(WebAppAssembler.class.getName()); Probe probe = app.deploy()) {
            assertEquals("b", Probe.content(probe.get("/app/none")));
            assertTrue(lines.all().stream().anyMatch(each -> each.contains("<error-page> \"404\" appears again")),
                    lines.all()::toString);
        }
    }

    @Test void rolesThatAreNotDeclaredArePointedOut() throws Exception {
        app.classes(HELLO).webXml(DECLARED.replace("</servlet-class>", "</servlet-class><security-role-ref><role-name>m"
                + "</role-name><role-link>boss</role-link></security-role-ref>"));
        try (LogLines lines = new LogLines(WebAppAssembler.class.getName())) {
            app.deploy().close();
            assertTrue(lines.all().stream().anyMatch(each -> each.contains("\"boss\"")), lines.all()::toString);
        }
    }

    @Test void descriptorsInOtherEncodingsAreRead() throws Exception {
        app.classes(HELLO);
        for (String encoding : List.of("UTF-16", "ISO-8859-1", "windows-1252")) {
            String xml = "<?xml version='1.0' encoding='" + encoding + "'?><web-app>" + DECLARED.replace(">s<", ">\u00fc<")
                    + "</web-app>";
            Files.write(app.directory().resolve("WEB-INF/web.xml"), xml.getBytes(encoding));
            try (Probe probe = app.deploy()) {
                assertTrue(Probe.content(probe.get("/app/s")).startsWith("hello "));
                assertFalse(probe.server().context("/app").orElseThrow().servletContext().getServletRegistrations()
                        .get("\u00fc") == null);
            }
        }
    }
}
