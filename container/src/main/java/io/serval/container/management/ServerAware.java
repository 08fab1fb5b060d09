package io.serval.container.management;

import java.util.Set;

/** A valve that answers for the server as a whole. */
public interface ServerAware {
    /** The server it stands in, before that starts. */
    void server(ServerView server);

    /** Paths it answers that connectors have to answer whatever their load; empty for none. */
    Set<String> reservedPaths();
}
