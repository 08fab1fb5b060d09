package io.serval.container.management;

import java.util.Set;

import io.serval.http.Status;

/**
 * Gives the figures of the server in the text format of Prometheus. {@code path} is {@code /metrics} and {@code allow}
 * clients on the same machine unless set.
 */
public final class MetricsValve extends EndpointValve {
    public MetricsValve() {
        super("/metrics", LOOPBACK);
    }

    @Override Set<String> paths() {
        return Set.of(path());
    }

    @Override Page page(String asked, ServerView server) {
        return new Page(Status.OK, PrometheusText.CONTENT_TYPE, MetricsPage.of(server));
    }
}
