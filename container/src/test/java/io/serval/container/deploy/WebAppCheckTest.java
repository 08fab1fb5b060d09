package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.loader.SharedApi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WebAppCheckTest {
    @TempDir private Path directory;

    private WebAppCheck.Report check(Path docBase) throws IOException {
        ClassLoader server = getClass().getClassLoader();
        SharedApi api = new SharedApi(server);
        return new WebAppCheck(new WebAppAssembler.Surroundings(server, api, api, null, directory.resolve("work"),
                directory))                .check(docBase);
    }

    private Path app(String webXml) throws IOException {
        Path app = directory.resolve("app");
        Compiler.write(app.resolve("WEB-INF/web.xml"), "<web-app>" + webXml + "</web-app>");
        return app;
    }

    @Test void findsNothingInASoundApplication() throws IOException {
        Path app = app("<servlet><servlet-name>s</servlet-name><servlet-class>S</servlet-class></servlet>");
        Compiler.compile(app.resolve("WEB-INF/classes"), "public class S extends jakarta.servlet.http.HttpServlet { }");
        WebAppCheck.Report report = check(Compiler.pack(app, directory.resolve("shop.war")));
        assertEquals(List.of(), report.errors());
        assertEquals(List.of(), report.warnings());
        try (var left = Files.list(directory)) {
            assertEquals(List.of("app", "shop.war"), left.map(each -> each.getFileName().toString()).sorted().toList());
        }
    }

    @Test void namesClassesThatAreMissingOrNoServlets() throws IOException {
        Path app = app("""
                <servlet><servlet-name>a</servlet-name><servlet-class>no.Such</servlet-class></servlet>
                <servlet><servlet-name>b</servlet-name><servlet-class>java.lang.String</servlet-class></servlet>
                <listener><listener-class>Gone</listener-class></listener>""");
        List<String> errors = check(app).errors();
        assertEquals(3, errors.size(), errors::toString);
        assertTrue(errors.get(0).endsWith("web.xml:1:10: class no.Such is neither in WEB-INF/classes nor in a jar of "
                + "WEB-INF/lib"), errors::toString);
        assertTrue(errors.get(1).endsWith("web.xml:2:1: class java.lang.String is no jakarta.servlet.Servlet"),
                errors::toString);
    }

    @Test void tellsMistakesAndOddities() throws IOException {
        assertTrue(check(app("<oops/><servlet/>")).errors().get(0).contains("<servlet> must have a <servlet-name>"));
        assertTrue(check(app("<oops/>")).warnings().get(0).contains("<oops> is not known in <web-app>"));
    }

    @Test void tellsThatAWarCannotBeRead() throws IOException {
        Path broken = Compiler.write(directory.resolve("x.war"), "no zip");
        assertTrue(check(broken).errors().get(0).contains(broken.toString()));
    }
}
