package io.serval.container.parameter;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows in which charsets the bytes 0 to 127 mean themselves wherever they stand, as in UTF-8. */
final class AsciiSupersets {
    private static final Map<Charset, Boolean> KNOWN = new ConcurrentHashMap<>();

    private AsciiSupersets() { }

    static boolean contains(Charset charset) {
        return charset == StandardCharsets.UTF_8 || KNOWN.computeIfAbsent(charset, AsciiSupersets::check);
    }

    /** ISO 2022 switches by escape sequences, which are ASCII bytes themselves. */
    private static boolean check(Charset charset) {
        byte[] ascii = new byte[128];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) i;
        }
        String text = new String(ascii, StandardCharsets.US_ASCII);
        return !charset.name().startsWith("ISO-2022") && !charset.name().startsWith("HZ")
                && new String(ascii, charset).equals(text);
    }
}
