package io.serval.connector.http1;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OctetsTest {
    @Test
    void findsEveryControlCharacterAtEveryPlace() {
        byte[] bytes = new byte[27];
        for (int value = 0; value < 256; value++) {
            boolean control = value < 0x20 || value == 0x7f;
            for (int place = 0; place < bytes.length; place++) {
                for (byte around : new byte[] {' ', '~', (byte) 0x80, (byte) 0xff}) {
                    Arrays.fill(bytes, around);
                    bytes[place] = (byte) value;
                    assertEquals(control ? place : bytes.length, Octets.indexOfControl(bytes, 0, bytes.length));
                    assertEquals(place, Octets.indexOfControl(bytes, 0, place));
                }
            }
        }
    }

    @Test
    void findsTheFirstOfSeveral() {
        byte[] bytes = Requests.bytes("abcdefgh\u007fij\rk\0mnopqrst\n");
        assertEquals(8, Octets.indexOfControl(bytes, 0, bytes.length));
        assertEquals(11, Octets.indexOfControl(bytes, 9, bytes.length));
        assertEquals(13, Octets.indexOfControl(bytes, 12, bytes.length));
    }

    @Test
    void theHashDependsOnEveryByte() {
        byte[] bytes = Requests.bytes("/some/path?of=27bytes.here!");
        int hash = Octets.hash(bytes, 0, bytes.length);
        assertEquals(hash, Octets.hash(Requests.bytes("x/some/path?of=27bytes.here!"), 1, 28));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i]++;
            assertNotEquals(hash, Octets.hash(bytes, 0, bytes.length));
            bytes[i]--;
        }
    }

    @Test
    void hexadecimalDigits() {
        for (int value = 0; value < 256; value++) {
            int expected = value < 0x80 ? Character.digit(value, 16) : -1;
            assertEquals(expected, Octets.hexDigit((byte) value), "byte " + value);
        }
    }

    @Test
    void spellingIsComparedWithoutCaseOfLetters() {
        assertTrue(Octets.spells(Requests.bytes("100-CONTINUE"), 0, 12, "100-continue"));
        assertFalse(Octets.spells(Requests.bytes("100\rcontinue"), 0, 12, "100-continue"));
        assertFalse(Octets.spells(Requests.bytes("clos"), 0, 4, "close"));
    }
}
