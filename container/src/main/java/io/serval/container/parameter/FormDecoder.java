package io.serval.container.parameter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes {@code application/x-www-form-urlencoded} in one pass: {@code name=value} pairs separated by {@code &},
 * {@code +} for a blank, {@code %nn} for a byte. What is pure ASCII without escapes becomes a string at once.
 */
final class FormDecoder {
    private final Charset charset;
    private final boolean extendsAscii;
    private final Parameters into;
    private CharsetDecoder decoder;

    FormDecoder(Charset charset, Parameters into) {
        this.charset = charset;
        this.extendsAscii = AsciiSupersets.contains(charset);
        this.into = into;
    }

    /** @param query its characters are the bytes that were sent; others count as their bytes in the charset */
    void decode(String query) {
        byte[] bytes = query.getBytes(isBytes(query) ? StandardCharsets.ISO_8859_1 : charset);
        decode(bytes, 0, bytes.length);
    }

    private static boolean isBytes(String query) {
        for (int i = 0; i < query.length(); i++) {
            if (query.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    /** The escapes are resolved inside the given array, which is not needed afterwards. */
    void decode(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int start = offset;
        while (start < end) {
            int pairEnd = indexOf(bytes, (byte) '&', start, end);
            if (pairEnd > start) {
                decodePair(bytes, start, pairEnd);
            }
            start = pairEnd + 1;
        }
    }

    private void decodePair(byte[] bytes, int start, int end) {
        int equals = indexOf(bytes, (byte) '=', start, end);
        String name = decodeText(bytes, start, equals);
        String value = equals < end ? decodeText(bytes, equals + 1, end) : "";
        into.add(name, value);
    }

    private static int indexOf(byte[] bytes, byte wanted, int start, int end) {
        int i = start;
        while (i < end && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    private String decodeText(byte[] bytes, int start, int end) {
        int seen = 0;
        int to = start;
        for (int from = start; from < end; from++) {
            byte b = bytes[from];
            if (b == '%') {
                b = (byte) (hex(bytes, from + 1, end) << 4 | hex(bytes, from + 2, end));
                from += 2;
            } else if (b == '+') {
                b = ' ';
            }
            seen |= b;
            bytes[to++] = b;
        }
        return seen >= 0 && extendsAscii ? new String(bytes, start, to - start, StandardCharsets.ISO_8859_1)
                : decodeBytes(bytes, start, to);
    }

    private static int hex(byte[] bytes, int index, int end) {
        int digit = index < end ? Character.digit(bytes[index], 16) : -1;
        if (digit < 0) {
            throw new ParameterException(400, "A parameter has a % that two hexadecimal digits do not follow");
        }
        return digit;
    }

    private String decodeBytes(byte[] bytes, int start, int end) {
        if (decoder == null) {
            decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
        }
        try {
            return decoder.decode(ByteBuffer.wrap(bytes, start, end - start)).toString();
        } catch (CharacterCodingException e) {
            throw new ParameterException(400, "A parameter has bytes that are no text in " + charset + ": "
                    + Arrays.toString(Arrays.copyOfRange(bytes, start, Math.min(end, start + 16))), e);
        }
    }
}
