package io.serval.connector.metrics;

import java.time.Instant;
import java.util.List;

/**
 * A pass of a loop that lasted longer than {@code loopStallThreshold}, as the watchdog found it.
 *
 * @param found        when it was found; it may have gone on
 * @param loop         name of the loop's thread
 * @param blockedNanos how long the pass had lasted by then
 * @param culprit      the innermost frame outside of the JDK, {@code Class.method(File:line)}; empty if there is none
 * @param stack        what the loop did, innermost frame first, each as {@code culprit} is written
 */
public record LoopStall(Instant found, String loop, long blockedNanos, String culprit, List<String> stack) {
    public LoopStall {
        stack = List.copyOf(stack);
    }
}
