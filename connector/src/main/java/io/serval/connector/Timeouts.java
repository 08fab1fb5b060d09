package io.serval.connector;

import java.time.Duration;

/**
 * How long a client may take. Zero means no limit. Names in parentheses are those of the {@code Connector} element,
 * which
 * counts in milliseconds.
 *
 * @param firstByte  from the accept to the first byte of a request; then the connection is closed
 *                   ({@code firstByteTimeout}, as {@code connectionTimeout})
 * @param head       from the first byte to the end of a head; answered with 408 ({@code connectionTimeout}, 20 s)
 * @param content    between two reads of content; answered with 408 ({@code connectionUploadTimeout}, 20 s)
 * @param write      without progress while the response waits for the client; the connection is closed
 *                   ({@code writeTimeout}, as {@code connectionTimeout})
 * @param keepAlive  idle between two requests; the connection is closed ({@code keepAliveTimeout}, as
 *                   {@code connectionTimeout})
 * @param rates      how slow a client may be that is not silent
 */
public record Timeouts(Duration firstByte, Duration head, Duration content, Duration write, Duration keepAlive,
                       DataRates rates) {
    /** 20 seconds each, Tomcat's shipped {@code connectionTimeout}. */
    public static final Timeouts DEFAULT = all(Duration.ofSeconds(20));

    public Timeouts {
        checked("firstByte", firstByte);
        checked("head", head);
        checked("content", content);
        checked("write", write);
        checked("keepAlive", keepAlive);
    }

    /** The same limit for every wait. */
    public static Timeouts all(Duration timeout) {
        return new Timeouts(timeout, timeout, timeout, timeout, timeout, DataRates.DEFAULT);
    }

    public Timeouts withFirstByte(Duration timeout) {
        return new Timeouts(timeout, head, content, write, keepAlive, rates);
    }

    public Timeouts withHead(Duration timeout) {
        return new Timeouts(firstByte, timeout, content, write, keepAlive, rates);
    }

    public Timeouts withContent(Duration timeout) {
        return new Timeouts(firstByte, head, timeout, write, keepAlive, rates);
    }

    public Timeouts withWrite(Duration timeout) {
        return new Timeouts(firstByte, head, content, timeout, keepAlive, rates);
    }

    public Timeouts withKeepAlive(Duration timeout) {
        return new Timeouts(firstByte, head, content, write, timeout, rates);
    }

    public Timeouts withRates(DataRates rates) {
        return new Timeouts(firstByte, head, content, write, keepAlive, rates);
    }

    private static void checked(String name, Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, was " + timeout);
        }
    }
}
