package io.serval.connector.http1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.http.HttpException;
import io.serval.http.HttpVersion;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Message parsing and versions. */
class Rfc9112Section2Test {
    @Test
    void ignoresEmptyLinesBeforeTheRequestLine() throws HttpException {
        assertEquals("GET", Requests.parse("\r\n" + Requests.get("")).method());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\n", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", "GET / HTTP/1.1\rHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"})
    void refusesABareCrOrLf(String request) {
        assertEquals(400, Requests.status(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {" Host: a\r\n", "\tHost: a\r\n", " \r\nHost: a\r\n"})
    void refusesBlanksBetweenRequestLineAndFirstField(String lines) {
        assertEquals(400, Requests.status("GET / HTTP/1.1\r\n" + lines + "\r\n"));
    }

    @Test
    void knowsHttp10AndHttp11() throws HttpException {
        assertEquals(HttpVersion.HTTP_1_1, Requests.parse(Requests.get("")).version());
        assertEquals(HttpVersion.HTTP_1_0, Requests.parse("GET / HTTP/1.0\r\n\r\n").version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/9.9", "HTTP/3.0"})
    void answers505ToOtherVersions(String version) {
        assertEquals(505, Requests.status("GET / " + version + "\r\nHost: a\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "Http/1.1", "HTTP/1", "HTTP/1.", "HTTP/11", "HTTP/1.10", "HTTP/01.1",
        "HTTP/1,1",
        "HTTP/a.b", "HTTPS/1.1", "HTTP1.1", "", "HTTP/1.1x", "HTTP /1.1", "HTTP/1.1 ", "HTTP/-1.1", "x HTTP/1.1"})
    void answers400ToWhatIsNoVersion(String version) {
        assertEquals(400, Requests.status("GET / " + version + "\r\nHost: a\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /\r\n\r\n", "GET\r\n\r\n", "GET /\r\n", "G\r\n\r\n"})
    void answers400ToHttp09AndJunk(String request) {
        assertEquals(400, Requests.status(request));
    }
}
