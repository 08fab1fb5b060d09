package io.serval.container.resource;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResourcePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/", "/a/b.txt", "/...", "/.hidden", "/a..b/..c", "/ü/€", "/a b"})
    void takesCanonicalPaths(String path) {
        assertTrue(ResourcePath.isCanonical(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "//", "//a", "/a//b", "/a//", "/.", "/..", "/../a", "/a/..", "/a/./b",
            "/a/.",
        "/a/../", "/a\\b", "/..\\a", "/a\u0000", "/a\n", "/a\u007f"})
    void refusesOthers(String path) {
        assertFalse(ResourcePath.isCanonical(path));
    }

    @ParameterizedTest
    @CsvSource({"/WEB-INF,true", "/WEB-INF/,true", "/web-inf/web.xml,true", "/META-INF/x,true", "/Meta-Inf,true",
        "/WEB-INFO,false", "/a/WEB-INF/b,false", "/,false", "/WEB-IN,false"})
    void knowsWhatIsClosedToClients(String path, boolean closed) {
        assertEquals(closed, ResourcePath.isClosed(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/a b|/a%20b", "/ü|/%C3%BC", "/a;b|/a%3Bb", "/a?b#c%d|/a%3Fb%23c%25d",
        "/a~b-c_d.e!$&'()*+,=:@|/a~b-c_d.e!$&'()*+,=:@", "/<\">|/%3C%22%3E"})
    void writesPathsForUrls(String path, String encoded) {
        assertEquals(encoded, ResourcePath.encode(path));
    }

    @ParameterizedTest
    @CsvSource({"/,'',''", "/a,a,''", "/a/,a,''", "/a/b,b,/a", "/a/b/c/,c,/a/b"})
    void splitsPaths(String path, String name, String parent) {
        assertEquals(name, ResourcePath.name(path));
        assertEquals(parent, ResourcePath.parent(path));
    }
}
