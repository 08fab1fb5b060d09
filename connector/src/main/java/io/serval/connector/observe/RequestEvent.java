package io.serval.connector.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** {@code serval.Request}: an exchange that is over. Stages are after its first byte, -1 for what did not happen. */
@Name("serval.Request")
@Label("Request")
@Category({"Serval", "HTTP"})
@Description("An exchange that is over; stages are counted from the first byte of the request")
@StackTrace(false)
final class RequestEvent extends Event {
    @Label("Exchange") long id;
    @Label("Connection") long connection;
    @Label("Protocol") String protocol;
    @Label("Method") String method;
    @Label("Path") @Description("As it was sent, without the query") String path;
    @Label("Status") int status;
    @Label("Accepted") @Description("How long before the first byte the connection was accepted") @Timespan
    long accepted;
    @Label("Head Complete") @Timespan long headComplete;
    @Label("Queued") @Timespan long queued;
    @Label("Dispatched") @Timespan long dispatched;
    @Label("First Byte Out") @Timespan long firstByteOut;
    @Label("Last Byte Out") @Timespan long lastByteOut;
    @Label("Queue Wait") @Timespan long queueWait;
    @Label("Total") @Timespan long total;
}
