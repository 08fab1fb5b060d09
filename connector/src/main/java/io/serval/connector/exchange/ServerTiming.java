package io.serval.connector.exchange;

import java.util.Locale;

import io.serval.http.ExchangeTimes;
import io.serval.http.FieldName;
import io.serval.http.HeaderFields;

/**
 * The stages of a request in the field Server-Timing of its response (W3C Server Timing), in milliseconds: {@code head}
 * from the first byte to the end of the head, {@code content} to the queue of the workers, {@code queue} to a worker,
 * {@code app} to the commit of the response, and {@code total}. Stages that did not happen are left out.
 */
final class ServerTiming {
    private static final FieldName FIELD = FieldName.of("Server-Timing");

    private ServerTiming() { }

    /** Called at the commit; an application's own field of that name stays beside this one. */
    static void add(ExchangeTimes times, HeaderFields fields) {
        StringBuilder value = new StringBuilder(96);
        stage(value, "head", times.firstByte(), times.headComplete());
        stage(value, "content", times.headComplete(), times.queued());
        stage(value, "queue", times.queued(), times.dispatched());
        stage(value, "app", times.dispatched(), times.firstByteOut());
        stage(value, "total", times.firstByte(), times.firstByteOut());
        fields.add(FIELD, value.toString());
    }

    private static void stage(StringBuilder value, String name, long from, long to) {
        if (from != 0 && to != 0) {
            value.append(value.isEmpty() ? "" : ", ").append(name).append(";dur=")
                    .append(String.format(Locale.ROOT, "%.3f", Math.max(0, to - from) / 1e6));
        }
    }
}
