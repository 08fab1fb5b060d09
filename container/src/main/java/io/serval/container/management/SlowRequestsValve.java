package io.serval.container.management;

import java.util.Locale;
import java.util.Set;

import io.serval.connector.HttpConnector;
import io.serval.connector.metrics.LoopStall;
import io.serval.connector.metrics.SlowRequest;
import io.serval.http.Status;

/**
 * Lists the last slow requests with what their time went to, and the last stalls of loops with their culprits, newest
 * first, as plain text. {@code path} is {@code /slow-requests} and {@code allow} clients on the same machine unless
 * set.
 */
public final class SlowRequestsValve extends EndpointValve {
    private static final String HEAD = "ended, status, ms to: head | queued | dispatched | first byte out | last"
            + " byte out | over, method, path, client, connection, exchange\n";

    public SlowRequestsValve() {
        super("/slow-requests", LOOPBACK);
    }

    @Override Set<String> paths() {
        return Set.of(path());
    }

    @Override Page page(String asked, ServerView server) {
        StringBuilder text = new StringBuilder();
        for (HttpConnector connector : server.connectors()) {
            text.append("# ").append(connector.name()).append(": slow requests\n# ").append(HEAD);
            connector.slowRequests().forEach(each -> append(text, each));
            text.append("# ").append(connector.name()).append(": stalls of loops\n");
            connector.stalls().forEach(each -> append(text, each));
        }
        return new Page(Status.OK, "text/plain;charset=utf-8", text.toString());
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
