package io.serval.connector.http1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.http.HttpException;
import io.serval.http.RequestTarget;
import io.serval.http.RequestTarget.Form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Request line, request target and Host. */
class Rfc9112Section3Test {
    private static RequestTarget target(String method, String target) throws HttpException {
        return Requests.parse(method + ' ' + target + " HTTP/1.1\r\nHost: a\r\n\r\n").target();
    }

    private static int status(String method, String target) {
        return Requests.status(method + ' ' + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static int hostStatus(String lines) {
        return Requests.status("GET / HTTP/1.1\r\n" + lines + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {" GET / HTTP/1.1", "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 ",
        "GET\t/ HTTP/1.1",
        "GET /\tHTTP/1.1", "GET / a HTTP/1.1", "GET HTTP/1.1", "/ HTTP/1.1", "GET/ HTTP/1.1", "GET /HTTP/1.1"})
    void partsAreSeparatedByExactlyOneSpace(String line) {
        assertEquals(400, Requests.status(line + "\r\nHost: a\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GE(T", "G\u00e9T", "G@T", "GET:", "\"GET\"", "G[]", "{}"})
    void aMethodIsAToken(String method) {
        assertEquals(400, status(method, "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "FOO", "M-SEARCH", "!#$%&'*+-.^_`|~", "X"})
    void anyTokenIsAMethodAndCaseCounts(String method) throws HttpException {
        assertEquals(method, Requests.parse(method + " / HTTP/1.1\r\nHost: a\r\n\r\n").method());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"})
    void registeredMethodsAreTheSameInstance(String method) throws HttpException {
        assertSame(method.intern(), Requests.parse(method + " / HTTP/1.1\r\nHost: a\r\n\r\n").method());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {
        "/, /, null", "/?, /, ''", "/a/b?c=d, /a/b, c=d", "/a?b?c, /a, b?c", "//a, //a, null",
        "/a;b=c/d, /a;b=c/d, null",
        "/%41%2f%00, /%41%2f%00, null", "/!$&'()*+=:@-._~, /!$&'()*+=:@-._~, null", "/?/?:@!$&, /, /?:@!$&", "/?a=100%, /, a=100%", "/?a%4g, /, a%4g",
    })
    void originFormIsPathAndQueryAsSent(String target, String path, String query) throws HttpException {
        assertEquals(new RequestTarget(Form.ORIGIN, null, null, path, query), target("GET", target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a#b", "/a|b", "/a\\b", "/a<b", "/a>b", "/a\"b", "/a^b", "/a`b", "/{a}", "/[a]", "/\u00e4",
        "/%", "/%4", "/%zz", "/a%4g", "/?a#b", "/?a|b", "/?\u00e4", "/?a\\b", "/?[a]", "#", "?a", "a",
        "a/b", "./a", ""})
    void refusesCharactersThatATargetCannotHold(String target) {
        assertEquals(400, status("GET", target));
    }

    @Test
    void relaxedCharactersPassWhereTheyAreRelaxed() throws HttpException {
        TargetRules rules = TargetRules.relaxed("|{}", "[]\u00e4");
        RequestTarget target = Requests.parse("GET /a|{b}?c[0] HTTP/1.1\r\nHost: a\r\n\r\n", HeadLimits.DEFAULT, rules)
                .target();
        assertEquals("/a|{b}", target.path());
        assertEquals("c[0]", target.query());
        for (String refused : new String[] {"/a[0]", "/?a|b", "/a\\", "/?\u00e4", "/a#b"}) {
            TargetParser parser = new TargetParser(rules);
            byte[] bytes = Requests.bytes(refused);
            assertEquals(400, assertThrows(HttpException.class,
                    () -> parser.parse("GET", bytes, 0, bytes.length), refused).status().code());
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {
        "http://a/b?c, http, a, /b, c", "HTTP://a:80/, http, a:80, /, null", "https://a, https, a, /, null",
        "http://a?b, http, a, /, b", "http://[::1]:8080/x, http, [::1]:8080, /x, null", "http://a:/, http, a:, /, null",
    })
    void absoluteFormIsUnderstood(String target, String scheme, String authority, String path, String query)
            throws HttpException {
        assertEquals(new RequestTarget(Form.ABSOLUTE, scheme, authority, path, query), target("GET", target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:/a", "http:a", "http://", "http:///a", "ftp://a/", "http//a", "://a/", "http://u@a/",
        "http://u:p@a/", "http://a:b/", "http://a:65536/", "http://a b/", "http://a#b", "http://[::1/", "http://a|b/",
        "http", "http:", "http:/", "http://a:80:80/", "x:y"})
    void refusesABrokenAbsoluteForm(String target) {
        assertEquals(400, status("GET", target));
    }

    @Test
    void authorityOfTheTargetWinsOverHost() throws HttpException {
        assertEquals("b:81", Requests.parse("GET http://b:81/ HTTP/1.1\r\nHost: a\r\n\r\n").authority());
        assertEquals("a", Requests.parse(Requests.get("")).authority());
    }

    @Test
    void hostIsNeededBesideAnAbsoluteForm() {
        assertEquals(400, Requests.status("GET http://b/ HTTP/1.1\r\n\r\n"));
    }

    @Test
    void authorityFormIsForConnectOnly() throws HttpException {
        RequestTarget target = target("CONNECT", "a.example:443");
        assertEquals(Form.AUTHORITY, target.form());
        assertEquals("a.example:443", target.authority());
        assertEquals("", target.path());
        assertNull(target.query());
        assertEquals(400, status("GET", "a.example:443"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:", "/", "*", "http://a:1/", "a:1/", "a:99999", ":80", "u@a:80"})
    void connectTakesNothingButHostAndPort(String target) {
        assertEquals(400, status("CONNECT", target));
    }

    @Test
    void asteriskFormIsForOptionsOnly() throws HttpException {
        assertEquals(new RequestTarget(Form.ASTERISK, null, null, "*", null), target("OPTIONS", "*"));
        assertEquals(400, status("GET", "*"));
        assertEquals(400, status("OPTIONS", "**"));
    }

    @Test
    void http11NeedsExactlyOneHost() {
        assertEquals(400, hostStatus(""));
        assertEquals(400, hostStatus("Host: a\r\nHost: a\r\n"));
        assertEquals(400, hostStatus("Host: a\r\nhOST: b\r\n"));
        assertEquals(Requests.ACCEPTED, hostStatus("hOsT: a\r\n"));
    }

    @Test
    void http10MayLackHostButNotRepeatIt() throws HttpException {
        assertEquals("", Requests.parse("GET / HTTP/1.0\r\n\r\n").authority());
        assertEquals(400, Requests.status("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:80", "a:", "A.b-c_d~e", "127.0.0.1:8080", "[::1]", "[2001:db8::1]:443",
        "[::ffff:1.2.3.4]", "xn--bcher-kva.example:65535", "a:0"})
    void acceptsAValidHost(String host) throws HttpException {
        Http1Head head = Requests.parse("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertEquals(host, head.authority());
        assertEquals(host, head.fields().get("host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "a?b", "a#b", "u@a", "a,b", "a;b", "a:b", "a:-1", "a:65536", "a:80:80", "::1",
        "[::1", "[::1]x", "[]", "[1]", "[1.2.3.4]", "[::1%25eth0]", "[v1.a]", ":80", "a\tb", "%41", "a=b", "\u00e4",
        "http://a", "a\\b", "<a>", "\"a\"", "a:99999999999999999999"})
    void refusesAnInvalidHost(String host) {
        assertEquals(400, hostStatus("Host: " + host + "\r\n"));
    }

    @Test
    void targetsAndHostsSeenOftenAreShared() throws HttpException {
        TargetCache cache = new TargetCache(TargetRules.STRICT);
        byte[] bytes = Requests.bytes("/often?x=ya.example");
        cache.target("GET", bytes, 0, 10);
        RequestTarget second = cache.target("GET", bytes, 0, 10);
        assertSame(second, cache.target("POST", bytes, 0, 10));
        cache.host(bytes, 10, bytes.length);
        String host = cache.host(bytes, 10, bytes.length);
        assertSame(host, cache.host(bytes, 10, bytes.length));
    }
}
