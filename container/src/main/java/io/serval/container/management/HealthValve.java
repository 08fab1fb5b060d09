package io.serval.container.management;

import java.util.Set;

import io.serval.http.Status;

/**
 * Answers health checks as orchestrators ask them: {@code <path>/live} with 200 as long as the process answers at all,
 * {@code <path>/ready} with 200 while requests should be sent here, else with 503: during the start, while the server
 * drains, and when an application is not up. {@code <path>} itself answers as {@code <path>/ready}. The content is a
 * line
 * of JSON. {@code path} is {@code /health} and {@code allow} all clients unless set. Stands in for Tomcat's
 * {@code HealthCheckValve}, whose attributes {@code uri} and {@code checkContainersAvailable} it takes too.
 */
public final class HealthValve extends EndpointValve {
    private static final String JSON = "application/json";

    private boolean checkApplications = true;

    public HealthValve() {
        super("/health", "*");
    }

    /** Whether all applications must be up for the server to be ready (they must). */
    public void setCheckApplications(boolean check) {
        checkApplications = check;
    }

    /** Tomcat's name of {@code path}. */
    public void setUri(String uri) {
        setPath(uri);
    }

    /** Tomcat's name of {@code checkApplications}. */
    public void setCheckContainersAvailable(boolean check) {
        setCheckApplications(check);
    }

    @Override Set<String> paths() {
        return Set.of(path(), path() + "/live", path() + "/ready");
    }

    @Override Page page(String asked, ServerView server) {
        String reason = asked.endsWith("/live") ? null : whyNotReady(server);
        return reason == null ? new Page(Status.OK, JSON, "{\"status\":\"UP\",\"checks\":[]}\n")
                : new Page(Status.SERVICE_UNAVAILABLE, JSON,
                        "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"" + reason + "\",\"status\":\"DOWN\"}]}\n");
    }

    /** @return {@code null} if it is ready */
    private String whyNotReady(ServerView server) {
        return switch (server.phase()) {
            case STARTING -> "starting";
            case DRAINING, STOPPED -> "draining";
            case READY -> !checkApplications || server.applications().stream().allMatch(AppFigures::isRunning)
                    ? null : "application";
        };
    }
}
