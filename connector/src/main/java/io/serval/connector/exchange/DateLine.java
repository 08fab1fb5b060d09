package io.serval.connector.exchange;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

import io.serval.http.ImfFixdate;

/**
 * The Date field (RFC 9110 §6.6.1), prepared once a second. Safe for any thread: what it keeps is immutable and
 * replaced whole, and two threads at the turn of a second prepare the same.
 */
public final class DateLine {
    private final InstantSource clock;
    private Prepared prepared = new Prepared(Long.MIN_VALUE, "", new byte[0]);

    public DateLine(InstantSource clock) {
        this.clock = clock;
    }

    /** The line of this second with its line end, as HTTP/1.1 sends it; not to be changed. */
    public byte[] bytes() {
        return current().line;
    }

    /** The value of this second. */
    public String value() {
        return current().value;
    }

    private Prepared current() {
        long second = Math.floorDiv(clock.millis(), 1_000L);
        Prepared current = prepared;
        if (current.second != second) {
            String date = ImfFixdate.of(second);
            byte[] line = ("Date: " + date + "\r\n").getBytes(StandardCharsets.US_ASCII);
            current = new Prepared(second, date, line);
            prepared = current;
        }
        return current;
    }

    /** A record's fields are final, which makes it safe to publish by a plain write. */
    private record Prepared(long second, String value, byte[] line) { }
}
