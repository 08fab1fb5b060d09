package io.serval.connector.http1;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import io.serval.http.FieldName;
import io.serval.http.HttpException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class Http1HeadTest {
    private final Http1Head head = new Http1Head(HeadLimits.DEFAULT, new TargetCache(TargetRules.STRICT));

    private void parse(String text) throws HttpException {
        byte[] bytes = Requests.bytes(text);
        head.parse(bytes, 0, bytes.length);
    }

    private void refuse(String text) {
        assertThrows(HttpException.class, () -> parse(text));
    }

    private void assertEmpty() {
        assertEquals("", head.method());
        assertEquals("", head.target().path());
        assertNull(head.target().query());
        assertEquals("", head.authority());
        assertEquals(0, head.fields().size());
        assertNull(head.fields().get("X"));
        assertNull(head.fields().get(FieldName.HOST));
        assertEquals(-1, head.contentLength());
        assertEquals(Http1Head.Framing.NONE, head.framing());
        assertFalse(head.keepAlive() || head.offersUpgrade() || head.expectsContinue() || head.expectsUnknown());
    }

    @Test
    void isEmptyBeforeTheFirstRequest() {
        assertEmpty();
    }

    @Test
    void clearLeavesNothingBehind() throws HttpException {
        parse("POST http://b/x?y HTTP/1.1\r\nHost: a\r\nX: secret\r\nContent-Length: 5\r\nExpect: 100-continue, z\r\n"
                + "Connection: upgrade\r\nUpgrade: u\r\n\r\n");
        assertEquals("secret", head.fields().get("X"));
        head.clear();
        assertEmpty();
    }

    @Test
    void stringsTakenFromItOutliveIt() throws HttpException {
        parse(Requests.get("X: kept\r\n"));
        String value = head.fields().get("X");
        head.clear();
        parse(Requests.get("X: other\r\n"));
        assertEquals("kept", value);
        assertEquals("other", head.fields().get("X"));
    }

    @Test
    void theCallersBytesMayChangeAfterwards() throws HttpException {
        byte[] bytes = Requests.bytes(Requests.get("X: kept\r\n"));
        head.parse(bytes, 0, bytes.length);
        Arrays.fill(bytes, (byte) 'z');
        assertEquals("kept", head.fields().get("X"));
    }

    @Test
    void isUsedAgainAfterALargeHead() throws HttpException {
        parse(Requests.get("X: " + "x".repeat(7_000) + "\r\n" + "Y: z\r\n".repeat(80)));
        assertEquals(82, head.fields().size());
        head.clear();
        parse(Requests.get("X: y\r\n"));
        assertEquals("y", head.fields().get("X"));
        assertEquals(2, head.fields().size());
    }

    @Test
    void whatWasUnderstoodStaysReadableAfterARefusal() {
        refuse("DELETE /a?b HTTP/1.1\r\nHost: a\r\nUser-Agent: u\r\nbroken\r\n\r\n");
        assertEquals("DELETE", head.method());
        assertEquals("/a?b", head.target().toString());
        assertEquals("u", head.fields().get(FieldName.USER_AGENT));
    }

    @Test
    void aTargetThatIsNotValidStaysReadableAsItCame() {
        refuse("GET /a|b HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals("GET", head.method());
        assertEquals("/a|b", head.target().toString());
    }

    @Test
    void understandsWhatThereIsOfARequestThatWillNotBeCompleted() {
        byte[] bytes = Requests.bytes("xxPOST /form?x HTTP/1.1\r\nHos");
        head.salvage(bytes, 2, bytes.length);
        assertEquals("POST", head.method());
        assertEquals("/form?x", head.target().toString());
        head.clear();
        head.salvage(bytes, 2, 10);
        assertEquals("POST", head.method());
        assertEquals("/fo", head.target().toString());
        head.clear();
        head.salvage(bytes, 2, 4);
        assertEquals("", head.method());
        head.clear();
        head.salvage(bytes, 2, 2);
        assertEmpty();
    }

    @Test
    void refusesBytesBehindTheHead() {
        refuse(Requests.get("") + "x");
    }
}
