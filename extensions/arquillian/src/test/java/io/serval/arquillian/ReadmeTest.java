package io.serval.arquillian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the README shows is what runs. */
class ReadmeTest {
    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    @Test void showsTheFileThatTheTestsUse() throws IOException {
        String used = Files.readString(Path.of("src/test/resources/arquillian.xml"));
        assertTrue(readme().contains(used.substring(used.indexOf("<arquillian"))), "arquillian.xml has changed");
    }

    @Test void hasARowForEachProperty() throws IOException {
        List<String> rows = readme().lines().filter(line -> line.startsWith("| `")).map(line -> line.split("`")[1])
                .sorted().toList();
        List<String> properties = Stream.of(ServalConfiguration.class.getMethods())
                .map(method -> method.getName()).filter(name -> name.startsWith("set"))
                .map(name -> name.substring(3, 4).toLowerCase(java.util.Locale.ROOT) + name.substring(4)).sorted().toList();
        assertEquals(properties, rows);
    }
}
