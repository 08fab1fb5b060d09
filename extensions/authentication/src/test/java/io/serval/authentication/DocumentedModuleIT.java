package io.serval.authentication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.Serval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What docs/security.md shows can be copied and works. */
class DocumentedModuleIT {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "security.md");

    @TempDir Path base;

    private static String block(String language, String containing) throws IOException {
        Matcher blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT));
        while (blocks.find()) {
            if (blocks.group(1).contains(containing)) {
                return blocks.group(1);
            }
        }
        throw new AssertionError(DOCUMENT + " has no " + language + " with " + containing);
    }

    @Test void knowsCallersByTheirKeys() throws Exception {
        Path webInf = Files.createDirectories(base.resolve("app/WEB-INF"));
        Files.writeString(webInf.resolve("web.xml"), ServletProfileIT.WEB_XML.replace("boss", "staff").formatted(""));
        SourceCode.compile("ApiKeys", block("java", "class ApiKeys"), System.getProperty("java.class.path"),
                Files.createDirectories(webInf.resolve("classes")));
        HttpServlet who = new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                response.getWriter().print(request.getRemoteUser());
            }
        };
        try (Serval server = Serval.builder().port(0).baseDirectory(base).webapp("/app", base.resolve("app"),
                app -> app.servlet("/*", who)).start()) {
            RequestSpecification request = RestAssured.given().baseUri("http://localhost").port(server.port());
            Response asked = request.get("/app/admin/x");

            assertEquals(401, asked.statusCode());
            assertEquals("Key", asked.header("WWW-Authenticate"));
            assertEquals("null", request.get("/app/open").asString());
            assertEquals("ada", request.header("Authorization", "Key 4711").get("/app/admin/x").asString());
        }
    }

    @Test void registersByTheFileThatIsShown() throws Exception {
        Path file = base.resolve("jaspic-providers.xml");
        Files.writeString(file, block("xml", "jaspic-providers"));
        assertTrue(new ServalAuthConfigFactory(file).getConfigProvider("HttpServlet", "localhost /shop", null)
                instanceof ModuleConfigProvider);
    }
}
