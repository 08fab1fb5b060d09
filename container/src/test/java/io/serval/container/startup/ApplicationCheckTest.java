package io.serval.container.startup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ApplicationCheckTest {
    @TempDir Path base;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int check(String webXml) throws IOException {
        Path app = base.resolve("app");
        Files.writeString(Files.createDirectories(app.resolve("WEB-INF")).resolve("web.xml"), webXml);
        Main main = new Main(new HomeAndBase(base, base), base.resolve("pid"),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
        return main.execute(Command.CHECK, List.of(app.toString()));
    }

    @Test void saysThatAnApplicationCanBeDeployed() throws IOException {
        assertEquals(Main.DONE, check("<web-app/>"));
        assertTrue(printed.toString(StandardCharsets.UTF_8).endsWith("app can be deployed" + System.lineSeparator()));
    }

    @Test void namesWhatKeepsItFromStarting() throws IOException {
        assertEquals(Main.FAILED, check("<web-app>\n<servlet><servlet-name>a</servlet-name>"
                + "<servlet-class>no.Such</servlet-class></servlet></web-app>"));
        String text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("web.xml:2:1: class no.Such is neither in WEB-INF/classes"), text);
        assertTrue(text.contains("app cannot be deployed"), text);
    }
}
