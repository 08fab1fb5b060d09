package io.serval.container.mapping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.config.RequestSettings.EncodedSlash;
import io.serval.http.HttpException;
import io.serval.http.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** The examples of Servlet 6.1 §3.5.3, and what they leave open. */
class PathNormalizerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/foo/bar | /foo/bar", "/foo/bar;jsessionid=1234 | /foo/bar", "/foo/bar/ | /foo/bar/",
        "/foo/bar/;jsessionid=1234 | /foo/bar/", "/foo;/bar; | /foo/bar", "/foo;/bar;/; | /foo/bar/",
        "/foo/b%25r | /foo/b%r", "/foo/./bar | /foo/bar", "/foo/././bar | /foo/bar", "/./foo/bar | /foo/bar",
        "/foo/bar/. | /foo/bar", "/foo/bar/./ | /foo/bar/", "/foo/bar/./; | /foo/bar/", "/foo/.bar | /foo/.bar",
        "/foo/../bar | /bar", "/foo/./../bar | /bar", "/foo/bar/.. | /foo", "/foo/bar/../ | /foo/",
        "/foo/bar/../; | /foo/", "/foo/..bar | /foo/..bar", "/foo/.../bar | /foo/.../bar", "/foo//bar | /foo/bar",
        "//foo//bar// | /foo/bar/", "/foo//../bar | /bar", "/foo%E2%82%ACbar | /foo€bar", "/foo%20bar | /foo bar",
        "/ | /", "// | /", "/. | /", "/./ | /", "/%7Efoo | /~foo", "/a;x=%20/b | /a/b", "/%F0%9F%98%80 | /😀",
    })
    void canonicalisesAsTheSpecificationShows(String raw, String path) throws HttpException {
        assertEquals(path, PathNormalizer.STRICT.normalize(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "foo/bar", "/foo%00/bar/", "/foo%7Fbar", "/foo%2Fbar", "/foo%2fbar", "/foo%2Fb%25r", "/foo\\bar", "/foo%5Cbar",
        "/foo;%2F/bar", "/foo/%2e/bar", "/foo/.;/bar", "/foo/%2e;/bar", "/foo/.%2Fbar", "/foo/.%5Cbar", "/foo/bar/.;",
        "/foo/../../bar", "/../foo/bar", "/foo/%2e%2E/bar", "/foo/%2e%2e/%2E%2E/bar", "/foo/..;/bar",
                "/foo/%2e%2E;/bar",
        "/foo/..%2Fbar", "/foo/..%5Cbar", "/foo/bar/..;", "/;/foo;/;/bar/;/;", "/foo/;/../bar", "/foo%E2%82",
        "/foo%E2%82bar", "/foo%-1/bar", "/foo%XX/bar", "/foo%/bar", "/foo/bar%0", "/good%20/bad%/%20mix%", "/foo/bar#f",
        "/;/", "/..", "/../", "", "*", "/a\u0001b", "/a\u007fb", "/.%2e/b", "/a/..%00/b", "/a;x\\y/b", "/a;%zz/b",
    })
    void refusesWhatCanBeReadInTwoWays(String raw) {
        HttpException refused = assertThrows(HttpException.class, () -> PathNormalizer.STRICT.normalize(raw));
        assertEquals(Status.BAD_REQUEST, refused.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%C0%AF", "/%C0%AE%C0%AE/x", "/%E0%80%AF", "/%F0%80%80%AF", "/%ED%A0%80", "/%F5%80%80%80",
        "/%FF", "/%80", "/\u00e4"})
    void refusesOctetsThatAreNotUtf8(String raw) {
        assertThrows(HttpException.class, () -> PathNormalizer.STRICT.normalize(raw));
    }

    @Test void takesRawOctetsOfUtf8() throws HttpException {
        assertEquals("/ä", PathNormalizer.STRICT.normalize("/\u00c3\u00a4"));
    }

    @Test void takesCharactersOfAnApplication() throws HttpException {
        assertEquals("/päth/€", PathNormalizer.STRICT.normalizeCharacters("/päth/x/../€"));
    }

    @Test void returnsACanonicalPathAsItIs() throws HttpException {
        String path = "/catalog/garden/index.html";
        assertSame(path, PathNormalizer.STRICT.normalize(path));
    }

    @Test void leavesEncodedSlashesWhereTheyMayPass() throws HttpException {
        PathNormalizer passing = new PathNormalizer(EncodedSlash.PASSTHROUGH, EncodedSlash.PASSTHROUGH);
        assertEquals("/foo%2Fb%25r", passing.normalize("/foo%2Fb%25r"));
        assertEquals("/a%2fb/c%d", passing.normalize("/a%2fb/c%25d"));
        assertEquals("/a%5Cb", passing.normalize("/a%5Cb"));
    }

    @Test void decodesSlashesToSeparatorsWhereTheyMaySeparate() throws HttpException {
        PathNormalizer decoding = new PathNormalizer(EncodedSlash.DECODE, EncodedSlash.DECODE);
        assertEquals("/a/b/c", decoding.normalize("/a%2Fb%5cc"));
        assertEquals("/b", decoding.normalize("/a%2F..%2Fb"));
        assertThrows(HttpException.class, () -> decoding.normalize("/..%2Fb"));
    }
}
