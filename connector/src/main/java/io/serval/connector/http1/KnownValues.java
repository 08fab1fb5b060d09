package io.serval.connector.http1;

import java.util.Arrays;

/** Field values that most requests carry, so that asking for one makes no string; an open-addressed table. */
final class KnownValues {
    private static final String[] VALUES = {
        "*/*", "0", "1", "?0", "?1", "close", "keep-alive", "Keep-Alive", "Upgrade", "upgrade", "keep-alive, Upgrade",
        "websocket", "h2c", "trailers", "chunked", "100-continue", "identity", "gzip", "gzip, deflate",
        "gzip,deflate", "gzip, deflate, br", "gzip, deflate, br, zstd", "br", "zstd", "no-cache", "no-store",
        "max-age=0", "bytes=0-", "http", "https", "80", "443", "XMLHttpRequest", "document", "navigate", "none",
        "same-origin", "same-site", "cross-site", "cors", "no-cors", "empty", "image", "script", "style", "font",
        "u=0, i", "u=1", "u=1, i", "u=2", "u=4", "u=4, i", "i", "\"Windows\"", "\"macOS\"", "\"Linux\"",
        "\"Android\"", "en", "en-US", "en-US,en;q=0.5", "en-US,en;q=0.9", "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
        "text/plain", "text/html", "text/css,*/*;q=0.1", "text/event-stream", "text/plain;charset=UTF-8",
        "application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8",
        "application/json, text/plain, */*", "application/x-www-form-urlencoded", "application/octet-stream",
        "application/x-www-form-urlencoded; charset=UTF-8", "application/grpc", "application/xml",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
                + "application/signed-exchange;v=b3;q=0.7",
        "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    };
    private static final int SLOTS = 256;
    private static final int MASK = SLOTS - 1;
    private static final String[] TEXTS = new String[SLOTS];
    private static final byte[][] BYTES = new byte[SLOTS][];
    private static final int LONGEST;

    static {
        int longest = 0;
        for (String value : VALUES) {
            add(value, HeadSink.ascii(value));
            longest = Math.max(longest, value.length());
        }
        LONGEST = longest;
    }

    private KnownValues() { }

    /** The bytes from {@code start} to before {@code end} as text. */
    static String text(byte[] bytes, int start, int end) {
        if (end - start > LONGEST || start == end) {
            return Octets.text(bytes, start, end);
        }
        for (int slot = Octets.hash(bytes, start, end) & MASK; BYTES[slot] != null; slot = slot + 1 & MASK) {
            if (Arrays.equals(BYTES[slot], 0, BYTES[slot].length, bytes, start, end)) {
                return TEXTS[slot];
            }
        }
        return Octets.text(bytes, start, end);
    }

    private static void add(String text, byte[] bytes) {
        int slot = Octets.hash(bytes, 0, bytes.length) & MASK;
        while (BYTES[slot] != null) {
            slot = slot + 1 & MASK;
        }
        BYTES[slot] = bytes;
        TEXTS[slot] = text;
    }
}
