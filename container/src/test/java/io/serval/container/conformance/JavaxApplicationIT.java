package io.serval.container.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.deploy.Compiler;
import io.serval.container.deploy.LogLines;
import io.serval.container.deploy.WebAppAssembler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Applications that are written for {@code javax.servlet}: the API of that name is made by the test, as they had it. */
class JavaxApplicationIT {
    private static final String[] OLD_API = {
        "package javax.servlet; public interface Servlet { }",
        "package javax.servlet; public interface Filter { }",
        "package javax.servlet; public interface ServletContextListener extends java.util.EventListener { }",
        "package javax.servlet.http; public abstract class HttpServlet implements javax.servlet.Servlet { }",
        "package javax.servlet.annotation; @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)"
            + " public @interface WebServlet { String[] value(); }"};
    private static final String OLD_SERVLET =
            "package old; public class OldServlet extends javax.servlet.http.HttpServlet { }";
    private static final String ADVICE = "jakartaee-migration.jar";

    @TempDir private Path base;
    private AppFiles app;

    @BeforeEach void makeFiles() throws Exception {
        app = new AppFiles(base);
    }

    private void oldClasses(String... sources) throws Exception {
        app.classes(OLD_API);
        app.classes(sources);
        Compiler.delete(app.directory().resolve("WEB-INF/classes/javax"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "filter", "listener"})
    void whatTheDescriptorDeclaresIsRefusedWithAdvice(String kind) throws Exception {
        oldClasses(OLD_SERVLET, "package old; public class Below extends OldServlet { }",
                "package old; public class OldFilter implements javax.servlet.Filter { }",
                "package old; public class OldListener implements javax.servlet.ServletContextListener { }");
        Map<String, String> declared = Map.of(
                "servlet", "<servlet><servlet-name>s</servlet-name><servlet-class>old.Below</servlet-class></servlet>",
                "filter", "<filter><filter-name>f</filter-name><filter-class>old.OldFilter</filter-class></filter>",
                "listener", "<listener><listener-class>old.OldListener</listener-class></listener>");
        app.file("WEB-INF/web.xml", "<web-app xmlns='http://xmlns.jcp.org/xml/ns/javaee' version='4.0'>\n"
                + declared.get(kind) + "</web-app>");
        String refusal = app.refusal();
        assertTrue(refusal.contains("web.xml:2:1: old.") && refusal.contains("is written for javax.servlet")
                && refusal.contains(ADVICE), refusal);
    }

    /** It has nothing that this server would start, and so answers 404: its log must say why. */
    @Test void whatIsOnlyAnnotatedIsPointedOut() throws Exception {
        oldClasses(OLD_SERVLET.replace("public class", "@javax.servlet.annotation.WebServlet(\"/s\") public class"));
        try (LogLines lines = new LogLines(WebAppAssembler.class.getName()); Probe probe = app.deployWar()) {
            assertEquals(404, Probe.status(probe.get("/app/s")));
            assertTrue(lines.all().stream().anyMatch(each -> each.contains("1 class(es) written for javax.servlet, "
                    + "such as old.OldServlet in WEB-INF/classes") && each.contains(ADVICE)), lines.all()::toString);
        }
    }

    @Test void anOldInitializerIsPointedOut() throws Exception {
        oldClasses(OLD_SERVLET);
        app.library("old-framework", Map.of("META-INF/services/javax.servlet.ServletContainerInitializer", "old.Start"));
        try (LogLines lines = new LogLines(WebAppAssembler.class.getName())) {
            app.deploy().close();
            assertTrue(lines.all().stream().anyMatch(each -> each.contains(ADVICE)), lines.all()::toString);
        }
    }

    @Test void aServletThatIsAddedByProgramSaysWhatIsWrongWithIt() throws Exception {
        oldClasses(OLD_SERVLET);
        app.classes("""
                @jakarta.servlet.annotation.WebListener
                public class Adding implements jakarta.servlet.ServletContextListener {
                    public void contextInitialized(jakarta.servlet.ServletContextEvent event) {
                        event.getServletContext().addServlet("s", "old.OldServlet").setLoadOnStartup(1);
                        event.getServletContext().getServletRegistration("s").addMapping("/s");
                    }
                }""");
        try (LogLines lines = new LogLines("io.serval.container.servlet.ContextStart"); Probe probe = app.deploy()) {
            assertEquals(500, Probe.status(probe.get("/app/s")));
            assertTrue(lines.all().stream().anyMatch(each -> each.contains("Servlet [s]")), lines.all()::toString);
            assertTrue(lines.failures().stream().anyMatch(each -> each.contains("migrated to jakarta.servlet")),
                    lines.failures()::toString);
        }
    }

    /** An API that an old application brings along, or a library that serves both, is nobody's business. */
    @Test void aLibraryThatServesBothApisIsNotWarnedOf() throws Exception {
        List<String> sources = new ArrayList<>(List.of(OLD_API));
        sources.add("package both; public class Old extends javax.servlet.http.HttpServlet { }");
        sources.add("package both; public class New extends jakarta.servlet.http.HttpServlet { }");
        app.library("both", Map.of(), sources.toArray(String[]::new));
        try (LogLines lines = new LogLines(WebAppAssembler.class.getName())) {
            app.deploy().close();
            assertTrue(lines.all().stream().noneMatch(each -> each.contains("javax")), lines.all()::toString);
        }
    }
}
