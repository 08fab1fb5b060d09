package io.serval.container.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

class HomeAndBaseTest {
    @TempDir Path home;
    @TempDir Path base;

    @Test void thePropertyWinsOverTheEnvironment() {
        Map<String, String> properties = Map.of("serval.home", "/h", "serval.base", "/b");

        assertEquals(new HomeAndBase(Path.of("/h"), Path.of("/b")),
                HomeAndBase.find(properties::get, Map.of("SERVAL_HOME", "/x", "SERVAL_BASE", "/y")));
    }

    @Test void aTomcatsBaseIsABase() {
        assertEquals(Path.of("/tomcat"),
                HomeAndBase.find(name -> null, Map.of("SERVAL_HOME", "/h", "CATALINA_BASE", "/tomcat")).base());
    }

    @Test void theBaseIsTheHomeUnlessNamed() {
        assertEquals(Path.of("/h"), HomeAndBase.find(name -> null, Map.of("SERVAL_HOME", "/h")).base());
    }

    @Test void aFileOfTheHomeServesABaseThatHasNone() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(base.resolve("conf"));
        Path shared = Files.writeString(home.resolve("conf/web.xml"), "");
        HomeAndBase places = new HomeAndBase(home, base);

        assertEquals(shared, places.conf("web.xml"));
        Path own = Files.writeString(base.resolve("conf/web.xml"), "");
        assertEquals(own, places.conf("web.xml"));
        assertEquals(base.resolve("conf/none.xml"), places.conf("none.xml"));
    }
}
