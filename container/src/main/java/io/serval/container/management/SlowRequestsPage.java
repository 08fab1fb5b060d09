package io.serval.container.management;

import java.util.List;
import java.util.Locale;

import io.serval.connector.HttpConnector;
import io.serval.connector.metrics.LoopStall;
import io.serval.connector.metrics.SlowRequest;

/**
 * The last slow requests with what their time went to, and the last stalls of loops with their culprits, newest first,
 * as plain text.
 */
public final class SlowRequestsPage {
    private static final String HEAD = "ended, status, ms to: head | queued | dispatched | first byte out | last"
            + " byte out | over, method, path, client, connection, exchange\n";

    private SlowRequestsPage() { }

    public static String of(List<HttpConnector> connectors) {
        StringBuilder text = new StringBuilder();
        for (HttpConnector connector : connectors) {
            text.append("# ").append(connector.name()).append(": slow requests\n# ").append(HEAD);
            connector.slowRequests().forEach(each -> append(text, each));
            text.append("# ").append(connector.name()).append(": stalls of loops\n");
            connector.stalls().forEach(each -> append(text, each));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, SlowRequest slow) {
        text.append(slow.ended()).append(' ').append(slow.status()).append(' ');
        long[] stages = {slow.headComplete(), slow.queued(), slow.dispatched(), slow.firstByteOut(),
            slow.lastByteOut(), slow.total()};
        for (int i = 0; i < stages.length; i++) {
            text.append(i == 0 ? "" : " | ").append(millis(stages[i]));
        }
        text.append(' ').append(slow.method()).append(' ').append(slow.path()).append(' ').append(slow.remote())
                .append(' ').append(slow.connection()).append(' ').append(slow.id()).append('\n');
    }

    private static String millis(long nanos) {
        return nanos < 0 ? "-" : String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    private static void append(StringBuilder text, LoopStall stall) {
        text.append(stall.found()).append(' ').append(stall.loop()).append(" for ")
                .append(millis(stall.blockedNanos())).append(" ms in ").append(stall.culprit()).append('\n');
        stall.stack().forEach(frame -> text.append("    at ").append(frame).append('\n'));
    }
}
