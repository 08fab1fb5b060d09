package io.serval.connector.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** {@code serval.ConnectionRefused}: a connection was not taken, or has to wait in the backlog. */
@Name("serval.ConnectionRefused")
@Label("Connection Refused")
@Category({"Serval", "HTTP"})
@Description("A connection was not taken: at the connection limit, or for want of descriptors")
@StackTrace(false)
final class ConnectionRefusedEvent extends Event {
    @Label("Connector") String connector;
    @Label("Remote") String remote;
    @Label("Cause") String cause;
}
