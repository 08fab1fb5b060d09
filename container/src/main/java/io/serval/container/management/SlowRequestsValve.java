package io.serval.container.management;

import java.util.Set;

import io.serval.http.Status;

/**
 * Lists the last slow requests with what their time went to, and the last stalls of loops with their culprits, newest
 * first, as plain text. {@code path} is {@code /slow-requests} and {@code allow} clients on the same machine unless
 * set.
 */
public final class SlowRequestsValve extends EndpointValve {
    public SlowRequestsValve() {
        super("/slow-requests", LOOPBACK);
    }

    @Override Set<String> paths() {
        return Set.of(path());
    }

    @Override Page page(String asked, ServerView server) {
        return new Page(Status.OK, "text/plain;charset=utf-8", SlowRequestsPage.of(server.connectors()));
    }
}
