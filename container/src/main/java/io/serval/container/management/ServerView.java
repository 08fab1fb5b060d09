package io.serval.container.management;

import java.util.List;

import io.serval.connector.HttpConnector;

/** A server as management sees it. Safe for any thread. */
public interface ServerView {
    /** Where a server is in its life. */
    enum Phase {
        /** Applications come up; ports may be open already. */
        STARTING,
        /** Clients are served. */
        READY,
        /** About to stop: requests are still served, and no more should be sent here. */
        DRAINING,
        /** All is over. */
        STOPPED
    }

    /** Of the engine: {@code Catalina} as a rule. */
    String name();

    Phase phase();

    /** In the order of their configuration. */
    List<HttpConnector> connectors();

    /** Names of the virtual hosts. */
    List<String> hosts();

    /** The applications of all hosts, in no order; those that failed too. */
    List<AppFigures> applications();
}
