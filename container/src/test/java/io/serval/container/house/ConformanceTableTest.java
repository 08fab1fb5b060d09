package io.serval.container.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The conformance tables name tests that exist. */
class ConformanceTableTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final List<Path> TESTS = List.of(Path.of("src", "test", "java"),
            Path.of("..", "connector", "src", "test", "java"),
            Path.of("..", "extensions", "authentication", "src", "test", "java"),
            Path.of("..", "extensions", "tests", "src", "test", "java"));
    private static final List<String> DOCUMENTS = List.of("servlet-conformance.md", "conformance/servlet-13-and-15.md",
            "event-loop.md", "http1-conformance.md");
    /** A demand on the connector: it names a test, or says with a dash why there is none. */
    private static final Pattern DEMAND = Pattern.compile("\\| (?:EL\\d+|C\\d+|\\d+[\\d., ]*(?:of RFC \\d+)?) *\\|.*");
    /** {@code `SomeTest.method`}, {@code `SomeIT`}, or {@code `.method`} of the class named before. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT))?(?:\\.([a-z]\\w*))?`");

    @Test void everyTestThatIsNamedExists() throws IOException {
        List<String> missing = new ArrayList<>();
        Map<String, String> sources = sources();
        int named = 0;
        for (String document : DOCUMENTS) {
            for (String row : Files.readAllLines(DOCS.resolve(document))) {
                named += row.startsWith("|") ? check(row, sources, missing) : 0;
            }
        }
        assertEquals(List.of(), missing, "tests that the conformance tables name and nobody has");
        assertTrue(named > 200, "the tables were read: " + named);
    }

    @Test void everyDemandOnTheConnectorNamesATestOrSaysWhyThereIsNone() throws IOException {
        List<String> without = new ArrayList<>();
        int demands = 0;
        for (String document : List.of("event-loop.md", "http1-conformance.md")) {
            for (String row : Files.readAllLines(DOCS.resolve(document))) {
                if (DEMAND.matcher(row).matches()) {
                    demands++;
                    boolean named = check(row, sources(), new ArrayList<>()) > 0 || row.endsWith("| — |");
                    without.addAll(named ? List.of() : List.of(row));
                }
            }
        }
        assertEquals(List.of(), without);
        assertTrue(demands > 110, "the tables were read: " + demands);
    }

    private static int check(String row, Map<String, String> sources, List<String> missing) {
        Matcher names = NAMED.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)));
        String type = null;
        int found = 0;
        while (names.find()) {
            type = names.group(1) == null ? type : names.group(1);
            String source = sources.get(type);
            String method = names.group(2);
            if (source == null || method != null && !source.contains(" " + method + "(")) {
                missing.add(type + "." + method);
            }
            found++;
        }
        return found;
    }

    /** By the simple name of the class, of which there may be several. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path root : TESTS) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    sources.merge(file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }
}
