package io.serval.examples.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What lies in {@code webapps/}: Maven runs this in {@code webapps/examples/WEB-INF}. */
class PagesTest {
    private static final Path WEB_INF = Path.of("").toAbsolutePath();
    private static final Path EXAMPLES = WEB_INF.getParent();
    private static final Path ROOT = EXAMPLES.resolveSibling("ROOT");
    private static final Pattern FROM_ELSEWHERE = Pattern.compile("(src|href|action)=\"(https?:)?//|url\\(|@import");
    private static final Pattern REFUSED_BY_POLICY = Pattern.compile("<style|\\sstyle=|\\son\\w+=\"|<script(?![^>]* src=)");

    @ParameterizedTest @EnumSource(Example.class)
    void everyExampleHasItsWordsAndItsSources(Example example) {
        assertTrue(Files.isRegularFile(WEB_INF.resolve("pages").resolve(example.id() + ".html")));
        assertFalse(example.sources().isEmpty());
        for (String source : example.sources()) {
            assertTrue(Files.isRegularFile(WEB_INF.resolve("src/main/java/io/serval/examples/" + source + ".java")), source);
        }
    }

    @Test void idsOfExamplesAreUnique() {
        assertEquals(Example.values().length, Arrays.stream(Example.values()).map(Example::id).distinct().count());
    }

    @Test void anUnknownNameIsNoExample() {
        assertTrue(Example.find("../web").isEmpty());
        assertEquals(Example.UPLOAD, Example.find("upload").orElseThrow());
    }

    @Test void theListLinksEveryExample() {
        String html = IndexServlet.html("/examples");
        for (Example example : Example.values()) {
            assertTrue(html.contains("href=\"/examples/show/" + example.id() + "\""), example.id());
        }
    }

    @ParameterizedTest @MethodSource("files")
    void aPageLoadsNothingFromElsewhere(Path file) throws IOException {
        assertFalse(FROM_ELSEWHERE.matcher(Files.readString(file)).find(), file.toString());
    }

    @ParameterizedTest @MethodSource("files")
    void aPageKeepsToItsSecurityPolicy(Path file) throws IOException {
        assertFalse(REFUSED_BY_POLICY.matcher(Files.readString(file)).find(), file.toString());
    }

    @Test void bothApplicationsWearTheSameCoat() throws IOException {
        for (String shared : List.of("serval.css", "favicon.svg")) {
            assertEquals(-1, Files.mismatch(ROOT.resolve(shared), EXAMPLES.resolve(shared)), shared);
        }
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> root = Files.list(ROOT); Stream<Path> examples = Files.list(EXAMPLES);
                Stream<Path> pages = Files.list(WEB_INF.resolve("pages"))) {
            return Stream.of(root, examples, pages).flatMap(files -> files)
                    .filter(file -> file.toString().matches(".*\\.(html|css)")).sorted().toList();
        }
    }
}
