package io.serval.connector.http1;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The Date field line (RFC 9110 §6.6.1), prepared once a second. Safe for any thread: what it keeps is immutable and
 * replaced whole, and two threads at the turn of a second prepare the same.
 */
final class DateLine {
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private Prepared prepared = new Prepared(Long.MIN_VALUE, new byte[0]);

    DateLine(InstantSource clock) {
        this.clock = clock;
    }

    /** The line of this second with its line end; not to be changed. */
    byte[] bytes() {
        long second = Math.floorDiv(clock.millis(), 1_000L);
        Prepared current = prepared;
        if (current.second != second) {
            String date = IMF_FIXDATE.format(Instant.ofEpochSecond(second));
            current = new Prepared(second, HeadSink.ascii("Date: " + date + "\r\n"));
            prepared = current;
        }
        return current.line;
    }

    /** A record's fields are final, which makes it safe to publish by a plain write. */
    private record Prepared(long second, byte[] line) { }
}
