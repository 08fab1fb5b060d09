package io.serval.connector.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** {@code serval.LoopStall}: a pass of a loop lasts too long. The stack of the event itself would be the watchdog's. */
@Name("serval.LoopStall")
@Label("Loop Stall")
@Category({"Serval", "Event Loop"})
@Description("A pass of an event loop lasts longer than loopStallThreshold")
@StackTrace(false)
final class LoopStallEvent extends Event {
    @Label("Loop") String loop;
    @Label("Culprit") @Description("The innermost frame outside of the JDK") String culprit;
    @Label("Blocked") @Description("How long the pass had lasted when it was found") @Timespan long blocked;
    @Label("Stack") @Description("What the loop did, innermost frame first") String stack;
}
