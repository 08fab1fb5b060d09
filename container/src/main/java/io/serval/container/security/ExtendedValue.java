package io.serval.container.security;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes {@code UTF-8''J%C3%A4s} (RFC 8187 §3.2). */
final class ExtendedValue {
    private ExtendedValue() {
    }

    /** The text, or {@code null} if it is malformed or of another charset. */
    static String decode(String value) {
        int first = value.indexOf('\'');
        int second = value.indexOf('\'', first + 1);
        if (first < 0 || second < 0 || !value.substring(0, first).equalsIgnoreCase("UTF-8")) {
            return null;
        }
        byte[] bytes = percentDecode(value, second + 1);
        try {
            return bytes == null ? null
                    : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static byte[] percentDecode(String value, int from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%') {
                int octet = octet(value, i + 1);
                if (octet < 0) {
                    return null;
                }
                bytes.write(octet);
                i += 2;
            } else if (c > ' ' && c < 0x7f) {
                bytes.write(c);
            } else {
                return null;
            }
        }
        return bytes.toByteArray();
    }

    private static int octet(String value, int at) {
        if (at + 2 > value.length()) {
            return -1;
        }
        int high = Character.digit(value.charAt(at), 16);
        int low = Character.digit(value.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
