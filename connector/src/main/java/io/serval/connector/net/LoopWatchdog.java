package io.serval.connector.net;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.metrics.LoopStall;
import io.serval.connector.observe.Events;
import io.serval.connector.observe.Ring;

/**
 * Notices that a loop does not go on: something blocks or works in it that should not. Tells of each stall once, with
 * the stack of the loop, which names the culprit.
 *
 * <p>A daemon thread of its own looks at the loops a few times within the threshold. Time that it was itself kept from
 * looking, because the JVM or the machine stood still, is held against nobody.
 */
final class LoopWatchdog implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(LoopWatchdog.class);
    private static final int LOOKS_A_THRESHOLD = 3;
    private static final int KEPT = 16;
    private static final long TOLD = -1;
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private final List<Poller> pollers;
    private final long thresholdNanos;
    private final long periodNanos;
    private final Events events;
    /** When the pass began that each loop was found in. */
    private final long[] passes;
    /** How much of that pass the watchdog itself did not run, or {@link #TOLD}. */
    private final long[] excused;
    private final Ring<LoopStall> stalls = new Ring<>(KEPT);
    private final Thread thread;
    private long lastLook;
    private volatile boolean stopping;

    /** @param thresholdNanos how long one pass of a loop may last */
    LoopWatchdog(String name, List<Poller> pollers, long thresholdNanos, Events events) {
        this.pollers = pollers;
        this.thresholdNanos = thresholdNanos;
        this.periodNanos = Math.max(1_000_000, thresholdNanos / LOOKS_A_THRESHOLD);
        this.events = events;
        passes = new long[pollers.size()];
        excused = new long[pollers.size()];
        thread = new Thread(null, this, name + "-Watchdog", 0, false);
        thread.setDaemon(true);
    }

    void start() {
        lastLook = System.nanoTime();
        thread.start();
    }

    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the thread to end. @return whether it did in time */
    boolean join(long millis) throws InterruptedException {
        thread.join(Math.max(1, millis));
        return !thread.isAlive();
    }

    @Override public void run() {
        while (!stopping) {
            LockSupport.parkNanos(this, periodNanos);
            look(System.nanoTime());
        }
    }

    /** One look at all loops. @param now in {@link System#nanoTime()} */
    void look(long now) {
        long stoodStill = Math.max(0, now - lastLook - 2 * periodNanos);
        lastLook = now;
        for (int i = 0; i < passes.length; i++) {
            look(i, stoodStill, now);
        }
    }

    private void look(int loop, long stoodStill, long now) {
        long since = pollers.get(loop).busySince();
        if (since != passes[loop]) {
            passes[loop] = since;
            excused[loop] = 0;
        }
        if (since == 0 || excused[loop] == TOLD) {
            return;
        }
        excused[loop] += Math.min(stoodStill, Math.max(0, now - since));
        if (now - since - excused[loop] > thresholdNanos) {
            excused[loop] = TOLD;
            report(pollers.get(loop), since, now);
        }
    }

    private void report(Poller poller, long since, long now) {
        StackTraceElement[] frames = poller.stack();
        if (poller.busySince() != since) {
            return; // it has just gone on, and the stack is of something else
        }
        List<String> stack = Stream.of(frames).map(LoopWatchdog::text).toList();
        LoopStall stall = new LoopStall(Instant.now(), poller.name(), now - since, culprit(stack), stack);
        poller.stalled();
        log.warn("{} does not go on since {} ms (loopStallThreshold {} ms); all its connections wait. It is in {}\n"
                + "\tat {}", stall.loop(), stall.blockedNanos() / 1_000_000, thresholdNanos / 1_000_000,
                stall.culprit(), String.join("\n\tat ", stack));
        events.loopStall(stall);
        stalls.add(stall); // last: who finds it here finds it in the log and in a recording
    }

    /** Without the loader and the module that the frame's own text begins with. */
    private static String text(StackTraceElement frame) {
        return frame.getClassName() + '.' + frame.getMethodName() + '(' + frame.getFileName() + ':'
                + frame.getLineNumber() + ')';
    }

    private static String culprit(List<String> stack) {
        return stack.stream().filter(frame -> JDK.stream().noneMatch(frame::startsWith)).findFirst().orElse("");
    }

    /** The last stalls, the newest first. */
    List<LoopStall> stalls() {
        return stalls.newestFirst();
    }
}
