package io.serval.connector.http1;

import java.nio.charset.StandardCharsets;

import io.serval.http.HttpException;

/** Turns text into heads, the way the protocol does: find the end, then parse. */
final class Requests {
    static final int ACCEPTED = 200;
    static final int INCOMPLETE = 0;

    private Requests() { }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A head of HTTP/1.1 with a Host field and these lines, each of which ends in CRLF. */
    static String get(String lines) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
    }

    static Http1Head parse(String text) throws HttpException {
        return parse(text, HeadLimits.DEFAULT, TargetRules.STRICT);
    }

    static Http1Head parse(String text, HeadLimits limits, TargetRules rules) throws HttpException {
        byte[] bytes = bytes(text);
        HeadScanner scanner = new HeadScanner(limits);
        int end = scanner.scan(bytes, 0, bytes.length);
        if (end == HeadScanner.INCOMPLETE) {
            throw new AssertionError("incomplete head: " + text);
        }
        Http1Head head = new Http1Head(limits, new TargetCache(rules));
        head.parse(bytes, scanner.skipped(), end);
        return head;
    }

    /** The status that a request is refused with, {@link #ACCEPTED} or {@link #INCOMPLETE}. */
    static int status(String text) {
        return status(text, HeadLimits.DEFAULT);
    }

    static int status(String text, HeadLimits limits) {
        byte[] bytes = bytes(text);
        HeadScanner scanner = new HeadScanner(limits);
        try {
            int end = scanner.scan(bytes, 0, bytes.length);
            if (end == HeadScanner.INCOMPLETE) {
                return INCOMPLETE;
            }
            new Http1Head(limits, new TargetCache(TargetRules.STRICT)).parse(bytes, scanner.skipped(), end);
            return ACCEPTED;
        } catch (HttpException refused) {
            return refused.status().code();
        }
    }
}
