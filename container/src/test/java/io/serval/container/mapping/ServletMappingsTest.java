package io.serval.container.mapping;

import jakarta.servlet.http.MappingMatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServletMappingsTest {
    private static ServletMappings<String> of(String... patterns) {
        ServletMappings.Builder<String> builder = new ServletMappings.Builder<>();
        for (String pattern : patterns) {
            builder.add(UrlPattern.parse(pattern), pattern);
        }
        return builder.build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        // the table of §12.2.2, and further
        "/foo/bar/index.html | /foo/bar/* | /foo/bar | /index.html | PATH | index.html",
        "/foo/bar/index.bop | /foo/bar/* | /foo/bar | /index.bop | PATH | index.bop",
        "/foo/bar | /foo/bar/* | /foo/bar | - | PATH | ''",
        "/foo/bar/ | /foo/bar/* | /foo/bar | / | PATH | ''",
        "/foo/barn | / | /foo/barn | - | DEFAULT | ''",
        "/baz | /baz/* | /baz | - | PATH | ''",
        "/baz/index.html | /baz/* | /baz | /index.html | PATH | index.html",
        "/catalog | /catalog | /catalog | - | EXACT | catalog",
        "/catalog/index.html | / | /catalog/index.html | - | DEFAULT | ''",
        "/catalog/racecar.bop | *.bop | /catalog/racecar.bop | - | EXTENSION | catalog/racecar",
        "/index.bop | *.bop | /index.bop | - | EXTENSION | index",
        "/x.bop/y | / | /x.bop/y | - | DEFAULT | ''",
        "/ | '' | '' | / | CONTEXT_ROOT | ''",
    })
    void findsTheServletOfAPath(String path, String pattern, String servletPath, String pathInfo, MappingMatch kind,
                                String value) {
        ServletMatch<String> match = of("/foo/bar/*", "/baz/*", "/catalog", "*.bop", "/", "").match(path);
        assertEquals(new ServletMatch<>(pattern, kind, pattern, servletPath, pathInfo, value), match);
    }

    @Test void prefersTheLongestPrefix() {
        ServletMappings<String> mappings = of("/*", "/a/*", "/a/b/*");
        assertEquals("/a/b/*", mappings.match("/a/b/c").target());
        assertEquals("/a/*", mappings.match("/a/bc").target());
        assertEquals("/*", mappings.match("/b").target());
        assertEquals(new ServletMatch<>("/*", MappingMatch.PATH, "/*", "", "/", ""), mappings.match("/"));
    }

    @Test void findsNothingWhereNothingIsMapped() {
        assertNull(of("/a").match("/b"));
        assertNull(of("").match("/b"));
    }

    @Test void keepsTheFirstOfTwoServletsOnOnePattern() {
        ServletMappings.Builder<String> builder = new ServletMappings.Builder<>();
        assertNull(builder.add(UrlPattern.parse("/a"), "one"));
        assertNull(builder.add(UrlPattern.parse("/a"), "one"));
        assertEquals("one", builder.add(UrlPattern.parse("/a"), "two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "*.a/b", "a/*", "*", "*a", "/a\nb", "/*.x/*"})
    void refusesWhatIsNoPattern(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> UrlPattern.parse(text)).getMessage();
        assertTrue(message.startsWith("invalid url-pattern"), message);
    }

    @Test void takesAStarInTheMiddleForItself() {
        assertEquals("/a*b", of("/a*b").match("/a*b").target());
        assertNull(of("/a*b").match("/axb"));
    }
}
