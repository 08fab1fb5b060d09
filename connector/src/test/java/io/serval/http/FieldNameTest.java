package io.serval.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FieldNameTest {
    private static FieldName find(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return FieldName.find(bytes, 0, bytes.length, FieldName.hash(bytes, 0, bytes.length));
    }

    @Test
    void knownNamesAreConstantsInEverySpelling() {
        assertSame(FieldName.CONTENT_TYPE, FieldName.of("content-TYPE"));
        assertSame(FieldName.CONTENT_TYPE, find("CONTENT-type"));
        assertNull(find("Content-Typo"));
        assertNull(find(""));
    }

    @Test
    void namesEqualWithoutCase() {
        assertEquals(FieldName.of("X-Own"), FieldName.of("x-oWN"));
        assertEquals(FieldName.of("X-Own").hashCode(), FieldName.of("x-oWN").hashCode());
        assertNotEquals(FieldName.of("X-Own"), FieldName.of("X-Owm"));
        assertEquals("x-own", FieldName.of("X-Own").lowerCase());
    }

    @Test
    void onlyLettersHaveCase() {
        assertNotEquals(FieldName.of("a^"), FieldName.of("a~"));
        assertFalse(FieldName.of("a`").matches("a@"));
        assertFalse(FieldName.COOKIE.matches("coo\u212aie"));
        assertFalse(FieldName.HOST.matches("ho\u017ft"));
        assertFalse(FieldName.HOST.matches(new byte[] {'h', 'o', 'S', (byte) 0xf4}, 0, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "\u00e4", "a\u0131", "(a)", "a/b", "a@"})
    void knowsWhatIsNoToken(String name) {
        assertFalse(FieldName.of(name).isToken());
    }

    @Test
    void knowsWhatIsAToken() {
        assertTrue(FieldName.of("!#$%&'*+-.^_`|~09azAZ").isToken());
        assertTrue(FieldName.SET_COOKIE.isToken());
    }

    @Test
    void copiesItsBytes() {
        byte[] target = new byte[6];
        FieldName.HOST.copyTo(target, 1);
        assertEquals("\0Host\0", new String(target, StandardCharsets.ISO_8859_1));
        assertEquals(4, FieldName.HOST.length());
    }
}
