package io.serval.container.multipart;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

import io.serval.container.i18n.ParameterScan;

/** The parameters of {@code Content-Disposition} (RFC 6266, RFC 8187), as browsers and other clients write them. */
final class DispositionParameters {
    private DispositionParameters() { }

    /** The file name: of {@code filename*} where it can be understood, else of {@code filename}; may be null. */
    static String fileName(String disposition) {
        String extended = decodeExtended(ParameterScan.find(disposition, "filename*"));
        return extended != null ? extended : find(disposition, "filename");
    }

    /**
     * A value without its quotes. Only {@code \"} and {@code \\} are escapes: some clients send the whole path of a
     * file, with backslashes that mean themselves.
     */
    static String find(String disposition, String name) {
        String raw = ParameterScan.findRaw(disposition, name);
        return raw == null ? null : unquote(raw);
    }

    private static String unquote(String value) {
        int length = value.length();
        if (length < 2 || value.charAt(0) != '"' || value.charAt(length - 1) != '"') {
            return value;
        }
        StringBuilder plain = new StringBuilder(length);
        for (int i = 1; i < length - 1; i++) {
            char c = value.charAt(i);
            boolean escape = c == '\\' && i + 1 < length - 1 && "\"\\".indexOf(value.charAt(i + 1)) >= 0;
            plain.append(escape ? value.charAt(++i) : c);
        }
        return plain.toString();
    }

    /** {@code charset'language'%nn…} (RFC 8187 §3.2), or {@code null} if it is not that. */
    static String decodeExtended(String value) {
        int first = value == null ? -1 : value.indexOf('\'');
        int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
        if (first <= 0 || second < 0) {
            return null;
        }
        try {
            byte[] bytes = percentDecode(value.substring(second + 1));
            return bytes == null ? null : new String(bytes, Charset.forName(value.substring(0, first)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    private static byte[] percentDecode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int escaped = escapedByte(text, i + 1);
                if (escaped < 0) {
                    return null;
                }
                bytes.write(escaped);
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    private static int escapedByte(String text, int index) {
        int high = index + 1 < text.length() ? Character.digit(text.charAt(index), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(index + 1), 16);
        return low < 0 ? -1 : high << 4 | low;
    }
}
