package io.serval.container.accesslog;

import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.serval.http.ExchangeTimes;
import io.serval.http.HttpExchange;

/** The parts of a line that tell when, and how long. */
final class TimeElements {
    private TimeElements() {
    }

    static LogElement commonTime() {
        WallTime common = WallTime.common();
        return (out, exchange, view) -> out.text(common.text(WallTime.begin(exchange)));
    }

    /**
     * @param what {@code sec}, {@code msec}, {@code msec_frac} or a date pattern, after {@code begin:} (the default)
     *             or {@code end:}
     * @throws IllegalArgumentException if it is none of these
     */
    static LogElement time(String what) {
        boolean end = what.equals("end") || what.startsWith("end:");
        String format = what.replaceFirst("^(begin|end)(:|$)", "");
        return switch (format) {
            case "" -> formatted(WallTime.common(), end);
            case "sec" -> (out, exchange, view) -> out.number(millis(exchange, end) / 1_000);
            case "msec" -> (out, exchange, view) -> out.number(millis(exchange, end));
            case "msec_frac" -> (out, exchange, view) -> out.number(millis(exchange, end) % 1_000, 3);
            default -> formatted(WallTime.of(format), end);
        };
    }

    private static LogElement formatted(WallTime format, boolean end) {
        return (out, exchange, view) -> out.text(format.text(millis(exchange, end)));
    }

    private static long millis(HttpExchange exchange, boolean end) {
        return end ? System.currentTimeMillis() : WallTime.begin(exchange);
    }

    /** How long the whole took, in a unit. */
    static LogElement elapsed(TimeUnit unit) {
        return (out, exchange, view) ->
                out.number(unit.convert(WallTime.elapsedNanos(exchange), TimeUnit.NANOSECONDS));
    }

    /** How long the whole took, in seconds with three decimals. */
    static LogElement elapsedFraction() {
        return (out, exchange, view) -> {
            long millis = TimeUnit.NANOSECONDS.toMillis(WallTime.elapsedNanos(exchange));
            out.number(millis / 1_000).raw('.').number(millis % 1_000, 3);
        };
    }

    /**
     * Microseconds from the first byte of the request to a stage of it, or a dash if that did not happen.
     *
     * @param name {@code headComplete}, {@code queued}, {@code dispatched}, {@code firstByteOut}, {@code lastByteOut};
     *             {@code accepted} counts from the connection to the first byte, {@code queueWait} from the queue to
     *             the worker
     * @return {@code null} if it is none of these
     */
    static LogElement stage(String name) {
        return switch (name) {
            case "accepted" -> between(ExchangeTimes::accepted, ExchangeTimes::firstByte);
            case "headComplete" -> between(ExchangeTimes::firstByte, ExchangeTimes::headComplete);
            case "queued" -> between(ExchangeTimes::firstByte, ExchangeTimes::queued);
            case "dispatched" -> between(ExchangeTimes::firstByte, ExchangeTimes::dispatched);
            case "firstByteOut" -> between(ExchangeTimes::firstByte, ExchangeTimes::firstByteOut);
            case "lastByteOut" -> between(ExchangeTimes::firstByte, ExchangeTimes::lastByteOut);
            case "queueWait" -> between(ExchangeTimes::queued, ExchangeTimes::dispatched);
            default -> null;
        };
    }

    private static LogElement between(ToLongFunction<ExchangeTimes> from, ToLongFunction<ExchangeTimes> to) {
        return (out, exchange, view) -> {
            long begin = from.applyAsLong(exchange.times());
            long end = to.applyAsLong(exchange.times());
            if (begin == 0 || end == 0) {
                out.raw('-');
            } else {
                out.number(TimeUnit.NANOSECONDS.toMicros(Math.max(0, end - begin)));
            }
        };
    }

    /** Milliseconds to the commit of the response, or a dash if there was none. */
    static LogElement commit() {
        return (out, exchange, view) -> {
            long nanos = WallTime.commitNanos(exchange);
            if (nanos < 0) {
                out.raw('-');
            } else {
                out.number(TimeUnit.NANOSECONDS.toMillis(nanos));
            }
        };
    }
}
