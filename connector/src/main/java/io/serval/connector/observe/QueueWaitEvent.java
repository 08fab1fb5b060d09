package io.serval.connector.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** {@code serval.QueueWait}: a worker has begun with a request. */
@Name("serval.QueueWait")
@Label("Queue Wait")
@Category({"Serval", "HTTP"})
@Description("A worker has begun with a request that waited for it")
@StackTrace(false)
final class QueueWaitEvent extends Event {
    @Label("Exchange") long id;
    @Label("Connection") long connection;
    @Label("Queue Wait") @Timespan long queueWait;
}
