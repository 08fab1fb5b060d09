package io.serval.container.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.serval.http.ExchangeTimes;
import io.serval.http.HttpExchange;

/** The times of exchanges as the clock on the wall shows them, and text of them that is made once a second. */
final class WallTime {
    private static final DateTimeFormatter COMMON =
            DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'", Locale.ENGLISH);

    private final DateTimeFormatter format;
    private final long unitMillis;
    private volatile Text last = new Text(Long.MIN_VALUE, "");

    private record Text(long unit, String text) { }

    private WallTime(DateTimeFormatter format, long unitMillis) {
        this.format = format.withZone(ZoneId.systemDefault());
        this.unitMillis = unitMillis;
    }

    /** {@code [10/Oct/2026:13:55:36 +0200]}, the time of the common log format. */
    static WallTime common() {
        return new WallTime(COMMON, 1_000);
    }

    /** @throws IllegalArgumentException if the pattern of {@link DateTimeFormatter} is not valid */
    static WallTime of(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        return new WallTime(format, pattern.contains("S") ? 1 : 1_000);
    }

    /** The time as text; the same text for all times of one second, or millisecond where the format shows them. */
    String text(long epochMillis) {
        long unit = epochMillis / unitMillis;
        Text text = last;
        if (text.unit != unit) {
            text = new Text(unit, format.format(Instant.ofEpochMilli(epochMillis)));
            last = text;
        }
        return text.text;
    }

    /** When the first byte of the request came, in milliseconds since the epoch. */
    static long begin(HttpExchange exchange) {
        return System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started(exchange));
    }

    /** Nanoseconds from the first byte of the request to now, its end. */
    static long elapsedNanos(HttpExchange exchange) {
        return Math.max(0, System.nanoTime() - started(exchange));
    }

    /** Nanoseconds from the first byte of the request to the commit of the response, or -1 if there was none. */
    static long commitNanos(HttpExchange exchange) {
        long out = exchange.times().firstByteOut();
        return out == 0 ? -1 : Math.max(0, out - started(exchange));
    }

    private static long started(HttpExchange exchange) {
        ExchangeTimes times = exchange.times();
        if (times.firstByte() != 0) {
            return times.firstByte();
        }
        return times.accepted() != 0 ? times.accepted() : System.nanoTime();
    }
}
