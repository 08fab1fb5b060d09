package io.serval.connector.http1;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Field lines. */
class Rfc9112Section5Test {
    private static Fields fields(String lines) throws HttpException {
        return Requests.parse(Requests.get(lines)).fields();
    }

    @Test
    void blanksAroundAValueAreNotPartOfIt() throws HttpException {
        Fields fields = fields("A:b\r\nC: \t d e \t \r\nF:\r\nG: \t\r\n");
        assertEquals("b", fields.get("A"));
        assertEquals("d e", fields.get("C"));
        assertEquals("", fields.get("F"));
        assertEquals("", fields.get("G"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A : b\r\n", "A\t: b\r\n", ": b\r\n", " A: b\r\n", "A b: c\r\n", "A\r\n", "A;: b\r\n",
        "(A): b\r\n", "A\u00e4: b\r\n", "A@: b\r\n", "\"A\": b\r\n", "A[]: b\r\n", "A,B: c\r\n", "{: b\r\n"})
    void refusesWhatIsNoFieldName(String line) {
        assertEquals(400, Requests.status(Requests.get(line)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A: b\r\n c\r\n", "A: b\r\n\tc\r\n", "A:\r\n b\r\n", "A: b\r\n \r\n"})
    void refusesFoldedLines(String lines) {
        assertEquals(400, Requests.status(Requests.get(lines)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u0001", "\u0008", "\u000b", "\u000c", "\u001f", "\u007f", "\r", "\n"})
    void refusesControlCharactersInAValue(String control) {
        assertEquals(400, Requests.status(Requests.get("A: b" + control + "c\r\n")));
        assertEquals(400, Requests.status(Requests.get("A: " + control + "\r\n")));
    }

    @Test
    void aValueMayHoldTabsAndBytesAboveAscii() throws HttpException {
        assertEquals("b\tc \u00e4\u00ff\u0080", fields("A: b\tc \u00e4\u00ff\u0080\r\n").get("A"));
    }

    @Test
    void namesAreComparedWithoutCaseAndGivenAsSent() throws HttpException {
        Fields fields = fields("content-TYPE: x\r\nX-Own: y\r\ncookie: z\r\nAccept: q\r\n");
        assertEquals("x", fields.get(FieldName.CONTENT_TYPE));
        assertEquals("y", fields.get("x-oWN"));
        assertEquals("y", fields.get(FieldName.of("x-own")));
        assertEquals("content-TYPE", fields.name(1));
        assertEquals("X-Own", fields.name(2));
        assertEquals("cookie", fields.name(3));
        assertSame("Accept", fields.name(4));
        assertNull(fields.get("x-ow"));
        assertNull(fields.get(FieldName.RANGE));
    }

    @Test
    void namesThatDifferInOneBitAreDifferent() throws HttpException {
        Fields fields = fields("A^: 1\r\nB`: 2\r\n");
        assertNull(fields.get("a~"));
        assertNull(fields.get("b@"));
        assertEquals("1", fields.get("a^"));
    }

    @Test
    void linesOfOneNameStayInTheirOrder() throws HttpException {
        Fields fields = fields("A: 1\r\nB: 2\r\na: 3\r\nA: 1\r\n");
        assertEquals(List.of("1", "3", "1"), fields.all("A"));
        assertEquals("1", fields.get("a"));
        assertEquals(List.of(), fields.all("C"));
        assertEquals(List.of("Host", "A", "B"), List.copyOf(fields.names()));
        assertEquals(5, fields.size());
    }

    @Test
    void anIndexOutsideIsRefused() throws HttpException {
        Fields fields = fields("A: 1\r\n");
        assertThrows(IndexOutOfBoundsException.class, () -> fields.value(2));
        assertThrows(IndexOutOfBoundsException.class, () -> fields.name(-1));
    }

    @Test
    void answers431AboveTheLimitOfLines() {
        HeadLimits limits = new HeadLimits(8_192, 8_192, 3);
        assertEquals(Requests.ACCEPTED, Requests.status(Requests.get("A: 1\r\nB: 2\r\n"), limits));
        assertEquals(431, Requests.status(Requests.get("A: 1\r\nB: 2\r\nC: 3\r\n"), limits));
    }

    @Test
    void aHundredLinesAreNoMatter() throws HttpException {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i < 100; i++) {
            lines.append("X-").append(i).append(": ").append(i).append("\r\n");
        }
        Fields fields = fields(lines.toString());
        for (int i = 1; i < 100; i++) {
            assertEquals(Integer.toString(i), fields.get("x-" + i));
        }
        assertEquals(431, Requests.status(Requests.get(lines + "X: y\r\n")));
    }

    @Test
    void frequentValuesAreSharedConstants() throws HttpException {
        String first = fields("Accept-Encoding: gzip, deflate, br\r\n").get("Accept-Encoding");
        assertSame(first, fields("Accept-Encoding: gzip, deflate, br\r\n").get("Accept-Encoding"));
        assertTrue(first.startsWith("gzip"));
    }
}
