package io.serval.connector.http2;

import java.time.InstantSource;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.connector.exchange.DateLine;
import io.serval.connector.http2.hpack.HpackDecoder;
import io.serval.connector.http2.hpack.HpackEncoder;
import io.serval.http.FieldName;
import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.RequestTarget;
import io.serval.http.RequestTarget.Form;
import io.serval.http.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Requests and responses as fields: what makes a request malformed, and what a response may carry. */
class Rfc9113Section8Test {
    private static final String GET = ":method=GET :scheme=http :path=/ ";

    /** Takes what it is given, so that only the rules of HTTP/2 are at work. */
    private static RequestTarget anyTarget(String method, String path, String authority) throws HttpException {
        if ("refused".equals(authority)) {
            throw new HttpException(Status.BAD_REQUEST, "refused");
        }
        return path == null ? new RequestTarget(Form.AUTHORITY, null, authority, "", null)
                : RequestTarget.origin(path, null);
    }

    private static HeadBuilder builder(String fields) {
        HeadBuilder builder = new HeadBuilder(10, false);
        for (String field : fields.split(" +")) {
            int at = field.indexOf('=', 1);
            builder.field(field.substring(0, at), field.substring(at + 1).replace('_', ' '));
        }
        return builder;
    }

    private static Http2Head head(String fields) throws Http2Exception, HttpException {
        return builder(fields).head(1, Rfc9113Section8Test::anyTarget);
    }

    private static void assertMalformed(String fields) {
        Http2Exception refused = assertThrows(Http2Exception.class, () -> head(fields), fields);
        assertEquals(ErrorCode.PROTOCOL_ERROR, refused.code());
        assertEquals(1, refused.streamId(), "the error is of the stream");
    }

    @Test
    void section8_3AWellFormedRequestIsUnderstood() throws Exception {
        Http2Head head = head(":method=POST :scheme=https :authority=a:1 :path=/x?y content-length=5 x-own=v");
        assertEquals("POST", head.method());
        assertEquals("a:1", head.authority());
        assertEquals(5, head.contentLength());
        assertEquals("v", head.fields().get("X-Own"));
    }

    @ParameterizedTest
    @ValueSource(strings = {":method=GET :scheme=http", ":method=GET :path=/", ":scheme=http :path=/",
        ":method= :scheme=http :path=/", ":method=G(T :scheme=http :path=/", ":method=GET :scheme=http :path=",
        GET + ":path=/", GET + ":method=GET", GET + ":status=200", GET + ":other=x", GET + "a=b :authority=c",
        ":method=GET a=b :scheme=http :path=/", GET + "cookie=a=b :authority=c"})
    void section8_3PseudoFieldsAreThereOnceBeforeTheOthers(String fields) {
        assertMalformed(fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://b/", "a", "?a", "**", "\\a"})
    void section8_3_1APathBeginsWithASlash(String path) {
        assertMalformed(":method=GET :scheme=http :authority=a :path=" + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection=close", "keep-alive=1", "proxy-connection=x", "transfer-encoding=chunked",
        "upgrade=h2c", "te=gzip", "Upper=x", "a:b=c", "a\u0000=b", "a=\u0001", "a=\r", "a=_b", "a=b_", "a=\u007f",
        "\u00e4=b", "a(=b"})
    void section8_2FieldsOfAConnectionAndForbiddenCharactersAreRefused(String field) {
        assertMalformed(GET + field);
    }

    @Test
    void section8_2_2TrailersAreTheOneThingTeMayAskFor() throws Exception {
        assertEquals("trailers", head(GET + ":authority=a te=trailers").fields().get(FieldName.TE));
    }

    @Test
    void section8_2_3CookiesAreJoined() throws Exception {
        assertEquals(List.of("a=b; c=d"), head(GET + ":authority=a cookie=a=b x=y cookie=c=d").fields().all("cookie"));
    }

    @Test
    void section8_3_1HostStandsInForTheAuthorityAndDoesNotContradictIt() throws Exception {
        assertEquals("a", head(GET + "host=a").authority());
        assertEquals("a", head(GET + ":authority=a host=A").authority());
        assertEquals("a", head(GET + ":authority=a").fields().get(FieldName.HOST), "for applications that ask for it");
        assertThrows(HttpException.class, () -> head(GET + "x=y"), "there is one of both");
        assertMalformed(GET + ":authority=a host=b");
        assertMalformed(GET + "host=a host=a");
    }

    @Test
    void section8_3_1AnAuthorityThatIsNotValidIsAnsweredWith400() {
        HttpException refused = assertThrows(HttpException.class, () -> head(GET + ":authority=refused"));
        assertEquals(Status.BAD_REQUEST, refused.status());
        assertThrows(HttpException.class, () -> head(GET + "host=refused"));
    }

    @Test
    void section8_5ConnectNamesAnAuthorityAlone() throws Exception {
        assertEquals(Form.AUTHORITY, head(":method=CONNECT :authority=a:1").target().form());
        assertMalformed(":method=CONNECT :authority=a:1 :path=/");
        assertMalformed(":method=CONNECT :authority=a:1 :scheme=http");
        assertMalformed(":method=CONNECT");
        assertMalformed(":method=GET :protocol=websocket :scheme=http :path=/");
    }

    @ParameterizedTest
    @CsvSource({"''", "-1", "+1", "a", "1;1", "1000000000000000000000"})
    void section8_1_1AContentLengthIsANumber(String length) {
        assertMalformed(GET + "content-length=" + length);
    }

    @Test
    void section8_1_1AContentLengthComesOnce() {
        assertMalformed(GET + "content-length=1 content-length=1");
    }

    @Test
    void tooManyFieldsAreAnsweredWith431() {
        HttpException refused = assertThrows(HttpException.class, () -> head(GET + "a=b ".repeat(11)));
        assertEquals(Status.REQUEST_HEADER_FIELDS_TOO_LARGE, refused.status());
    }

    @Test
    void section8_1TrailersHaveNoPseudoFields() throws Exception {
        HeadBuilder trailers = new HeadBuilder(10, true);
        trailers.field("x-sum", "1");
        assertEquals("1", trailers.trailers(1).get("x-sum"));
        trailers.field(":path", "/");
        assertThrows(Http2Exception.class, () -> trailers.trailers(1));
    }

    @Test
    void section8_2_1NoResponseValueStartsALineBehindAProxy() throws Exception {
        HeaderFields fields = new HeaderFields();
        fields.set(FieldName.of("X-Echo"), " a\u560d\u560aSet-Cookie:\u00e9\u0001\tb ");
        fields.set(FieldName.CONNECTION, "close");
        HpackEncoder encoder = new HpackEncoder(4_096);
        new ResponseFields(new DateLine(InstantSource.system()), null).encodeTrailers(encoder, fields);
        StringBuilder seen = new StringBuilder();
        new HpackDecoder(4_096, 8_192).decode(encoder.array(), 0, encoder.size(),
                (name, value) -> seen.append(name).append(": ").append(value).append('\n'));
        assertEquals("x-echo: a??Set-Cookie:\u00e9 \tb\n", seen.toString());
    }
}
