package io.serval.container.i18n;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ContentTypeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "text/html                                  | text/html  | -          | text/html",
        "text/html;charset=UTF-8                    | text/html  | UTF-8      | text/html;charset=UTF-8",
        "text/html ; Charset = utf-8                | text/html  | utf-8      | text/html;charset=utf-8",
        "text/html; charset=\"ISO-8859-1\"          | text/html  | ISO-8859-1 | text/html;charset=ISO-8859-1",
        "text/html; a=b; charset=x; c=\"d;e\"       | text/html  | x          | text/html;a=b;c=\"d;e\";charset=x",
        "text/html; a=\"charset=y\"                 | text/html  | -          | text/html;a=\"charset=y\"",
        "text/html;charset=                         | text/html  | -          | text/html",
        "text/html;charset=a;charset=b              | text/html  | a          | text/html;charset=b;charset=a",
        "text/html;;                                | text/html  | -          | text/html",
        "nonsense                                   | nonsense   | -          | nonsense",
        "text/x; a=\"unclosed;charset=x             | text/x     | -          | text/x;a=\"unclosed;charset=x",
    })
    void readsTypeAndCharsetAndWritesThemBack(String value, String type, String charset, String written) {
        ContentType parsed = ContentType.parse(value);
        assertEquals(type, parsed.mediaType());
        assertEquals(charset, parsed.charset());
        assertEquals(written, parsed.toString());
    }

    @Test void findsParametersInAnyCase() {
        ContentType type = ContentType.parse("multipart/form-data; Boundary=\"a b\\\"c\"; charset=utf-8");
        assertEquals("a b\"c", type.parameter("boundary"));
        assertEquals("utf-8", type.parameter("CharSet"));
        assertNull(type.parameter("bound"));
    }

    @Test void changesItsCharset() {
        ContentType type = ContentType.parse("text/plain;charset=a;x=y");
        assertEquals("text/plain;x=y;charset=b", type.withCharset("b").toString());
        assertEquals("text/plain;x=y", type.withCharset(null).toString());
    }

    @Test void isNothingForNothing() {
        assertNull(ContentType.parse(null));
        assertNull(ContentType.parse("  "));
    }

    @Test void knowsItsKind() {
        assertTrue(ContentType.parse("TEXT/css").isText());
        assertFalse(ContentType.parse("image/png").isText());
        assertTrue(ContentType.parse("Image/PNG; a=b").isType("image/png"));
    }

    @Test void remembersTypesButNoBoundaries() {
        assertSame(ContentType.parse("text/remembered"), ContentType.parse("text/remembered"));
        String multipart = "multipart/form-data; boundary=once";
        assertNotSame(ContentType.parse(multipart), ContentType.parse(multipart));
    }
}
