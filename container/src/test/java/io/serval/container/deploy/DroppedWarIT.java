package io.serval.container.deploy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.serval.container.Serval;
import io.serval.container.config.HostConfig;
import io.serval.container.config.PropertySubstitution;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.testing.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** WARs dropped into the directory of a running server, seen from a client. */
@Timeout(120)
class DroppedWarIT {
    @TempDir private Path base;
    private Path webapps;
    private Serval server;
    private LogLines log;

    @BeforeEach void start() throws Exception {
        log = new LogLines(HostDeployer.class.getName());
        webapps = Files.createDirectories(base.resolve("webapps"));
        Set<HostConfig.Switch> switches = EnumSet.noneOf(HostConfig.Switch.class);
        for (HostConfig.Switch each : HostConfig.Switch.values()) {
            if (each.byDefault()) {
                switches.add(each);
            }
        }
        HostConfig host = new HostConfig("localhost", List.of(), "webapps", null, null, switches,
                Duration.ofMillis(100),
                null, 2, List.of(), null, List.of(), List.of(), SourceLocation.NONE);
        server = Serval.builder().port(0).host("localhost", each -> each.watch(host,
                new HostLayout(webapps, base.resolve("conf"), base.resolve("work"), null, null),
                new PropertySubstitution(name -> null))).start();
    }

    @AfterEach void stop() throws Exception {
        server.close();
        log.close();
    }

    /** Packs an application whose servlet answers with a word, and moves it in as one step. */
    private void drop(String name, String word) throws IOException {
        drop(name, word, "");
    }

    private void drop(String name, String word, String init) throws IOException {
        drop(name, word, init, "<Context failCtxIfServletStartFails='true'/>");
    }

    private void drop(String name, String word, String init, String context) throws IOException {
        Path app = base.resolve("app");
        WarExpander.delete(app);
        Compiler.compile(app.resolve("WEB-INF/classes"), """
                import jakarta.servlet.http.*;
                @jakarta.servlet.annotation.WebServlet(value = "/word", loadOnStartup = 1)
                public class Word extends HttpServlet {
                    public void init() throws jakarta.servlet.ServletException { %s }
                    protected void doGet(HttpServletRequest request, HttpServletResponse response)
                            throws java.io.IOException {
                        HttpSession session = request.getSession();
                        response.getWriter().print(Helper.word());
                    }
                }""".formatted(init), "public class Helper { static String word() { return \"" + word + "\"; } }");
        Compiler.write(app.resolve("index.html"), "page " + word);
        Compiler.write(app.resolve("META-INF/context.xml"), context);
        Files.move(Compiler.pack(app, base.resolve("packed.war")), webapps.resolve(name),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private String get(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) new URL("http://localhost:" + server.port() + path).openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(10_000);
        int status = connection.getResponseCode();
        if (status != 200) {
            return String.valueOf(status);
        }
        try (var content = connection.getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void await(String path, String expected) throws Exception {
        String[] last = new String[1];
        try {
            Await.until("no " + expected, () -> expected.equals(last[0] = get(path)));
        } finally {
            assertEquals(expected, last[0]);
        }
    }

    @Test void theServersValvesStandBeforeOneApplication() throws Exception {
        drop("closed.war", "one", "", """
                <Context><Valve className="org.apache.catalina.valves.RemoteCIDRValve" deny="127.0.0.0/8,::1/128"/>
                </Context>""");
        drop("open.war", "one");

        await("/open/word", "one");
        await("/closed/word", "403");
    }

    @Test void servesReplacesAndForgetsADroppedWar() throws Exception {
        assertEquals("404", get("/shop/word"));
        drop("shop.war", "one");
        await("/shop/word", "one");
        assertEquals("page one", get("/shop/"));
        drop("shop.war", "two");
        await("/shop/word", "two");
        assertEquals("page two", get("/shop/index.html"));
        Files.delete(webapps.resolve("shop.war"));
        await("/shop/word", "404");
    }

    @Test void servesTheRootAndPathsOfSeveralSegments() throws Exception {
        drop("ROOT.war", "root");
        drop("a#b.war", "deep");
        await("/word", "root");
        await("/a/b/word", "deep");
    }

    @Test void answers503ForAFailedApplicationAndServesTheOthers() throws Exception {
        drop("bad.war", "bad", "throw new IllegalStateException(\"no database\");");
        drop("good.war", "good");
        await("/good/word", "good");
        await("/bad/word", "503");
        String block = log.all().stream().filter(each -> each.contains("bad.war] has failed")).findFirst().orElseThrow();
        assertTrue(block.contains("root cause: java.lang.IllegalStateException: no database"), block);
        assertTrue(block.contains("Word.init(Word.java:4)"), block);
        drop("bad.war", "better");
        await("/bad/word", "better");
    }

    @Test void losesNoRequestWhileApplicationsAreReplaced() throws Exception {
        drop("shop.war", "v0");
        await("/shop/word", "v0");
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger answers = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread client = new Thread(() -> ask(wrong, answers), "client-" + i);
            clients.add(client);
            client.start();
        }
        for (int i = 1; i <= 6; i++) {
            drop("shop.war", "v" + i);
            await("/shop/word", "v" + i);
        }
        clients.forEach(Thread::interrupt);
        for (Thread each : clients) {
            each.join();
        }
        assertEquals(List.of(), List.copyOf(wrong));
        assertTrue(answers.get() > 100, "answers: " + answers);
    }

    private void ask(Queue<String> wrong, AtomicInteger answers) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                String word = get("/shop/word");
                String page = get("/shop/index.html");
                if (!word.matches("v\\d+") || !page.startsWith("page v")) {
                    wrong.add(word + " / " + page);
                }
                answers.incrementAndGet();
            } catch (IOException failure) {
                wrong.add(failure.toString());
            }
        }
    }

    @Test void keepsTheOldOneWhenTheNewOneFails() throws Exception {
        drop("shop.war", "old");
        await("/shop/word", "old");
        drop("shop.war", "new", "throw new IllegalStateException(\"not ready\");");
        Await.until("the failure is not told", () -> {
            assertEquals("old", get("/shop/word"));
            return log.all().stream().anyMatch(each ->
                    each.contains("is served by the version that was deployed before"));
        });
        assertEquals("old", get("/shop/word"));
        assertEquals("page old", get("/shop/index.html"));
    }
}
