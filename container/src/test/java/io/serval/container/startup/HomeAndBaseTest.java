package io.serval.container.startup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

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

    @Test void aTomcatsOwnJarsAreNotShared() throws IOException {
        Path lib = Files.createDirectories(base.resolve("lib"));
        jar(lib.resolve("catalina.jar"), "Implementation-Title: Apache Tomcat");
        jar(lib.resolve("servlet-api.jar"), "\nName: jakarta/servlet/\nImplementation-Title: jakarta.servlet\n"
                + "Implementation-Vendor: Apache Software Foundation");
        Path driver = jar(lib.resolve("driver.jar"), "Implementation-Title: A driver");
        Path api = jar(lib.resolve("another-api.jar"), "Implementation-Title: jakarta.servlet");

        assertEquals(List.of(api, driver), new HomeAndBase(home, base).sharedLibraries());
    }

    private static Path jar(Path file, String manifest) throws IOException {
        String text = "Manifest-Version: 1.0\n" + manifest + "\n";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file),
                new Manifest(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))))) {
            out.finish();
        }
        return file;
    }
}
