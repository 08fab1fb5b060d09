package io.serval.connector.http1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.http.HttpException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Persistence, upgrade and expectations. */
class Rfc9112Section9Test {
    private static Http1Head head(String version, String lines) throws HttpException {
        return Requests.parse("GET / " + version + "\r\nHost: a\r\n" + lines + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HTTP/1.1 | ''              | true", "HTTP/1.1 | close            | false", "HTTP/1.1 | CLOSE | false",
        "HTTP/1.1 | keep-alive      | true", "HTTP/1.1 | keep-alive,close | false", "HTTP/1.1 | x, Close , y | false",
        "HTTP/1.1 | closed          | true", "HTTP/1.0 | ''               | false", "HTTP/1.0 | keep-alive | true",
        "HTTP/1.0 | Keep-Alive      | true", "HTTP/1.0 | keep-alive,close | false", "HTTP/1.0 | close | false",
    })
    void connectionDecidesByVersion(String version, String options, boolean keepAlive) throws HttpException {
        assertEquals(keepAlive, head(version, "Connection: " + options + "\r\n").keepAlive());
    }

    @Test
    void optionsMayComeOnSeveralLines() throws HttpException {
        assertFalse(head("HTTP/1.1", "Connection: x\r\nConnection: close\r\n").keepAlive());
        assertTrue(head("HTTP/1.1", "").keepAlive());
        assertFalse(head("HTTP/1.0", "").keepAlive());
    }

    @Test
    void anUpgradeIsOfferedByOptionAndField() throws HttpException {
        assertTrue(head("HTTP/1.1", "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n").offersUpgrade());
        assertFalse(head("HTTP/1.1", "Upgrade: websocket\r\n").offersUpgrade());
        assertFalse(head("HTTP/1.1", "Connection: upgrade\r\n").offersUpgrade());
        assertFalse(head("HTTP/1.0", "Connection: upgrade\r\nUpgrade: websocket\r\n").offersUpgrade());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "100-continue | true | false", "100-Continue | true | false", "100-continue, x | true | true",
        "x | false | true", "100 | false | true", "'' | false | false", "100-continue=1 | false | true",
    })
    void expectations(String value, boolean waits, boolean unknown) throws HttpException {
        Http1Head head = head("HTTP/1.1", "Expect: " + value + "\r\n");
        assertEquals(waits, head.expectsContinue());
        assertEquals(unknown, head.expectsUnknown());
    }

    @Test
    void http10HasNoExpectations() throws HttpException {
        Http1Head head = head("HTTP/1.0", "Expect: 100-continue, x\r\n");
        assertFalse(head.expectsContinue());
        assertFalse(head.expectsUnknown());
    }
}
