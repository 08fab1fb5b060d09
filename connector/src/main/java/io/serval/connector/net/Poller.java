package io.serval.connector.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.buffer.BufferPool;
import io.serval.connector.metrics.LoopMetrics;
import io.serval.connector.time.Ticker;
import io.serval.connector.time.Timer;
import io.serval.connector.time.TimerWheel;

/**
 * An event loop: one thread, one selector, the connections registered with it.
 *
 * <p>Every tick runs the same phases: due timers, tasks within a time budget, completions (one signal to the workers
 * for all the requests handed to them), select, ready keys, completions, closes. The time is read before and after the
 * select, and everything in between sees the same {@link #now}.
 *
 * <p>{@link #execute}, {@link #schedule}, {@link #metrics} and {@link #stop} are for any thread; the rest is for the
 * loop's own. Nothing that runs here may block or call an application.
 */
public final class Poller implements Runnable {
    /** What one read takes at most. */
    public static final int READ_BYTES = 64 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Poller.class);
    private static final long LONGEST_DELAY_NANOS = TimeUnit.DAYS.toNanos(36_500);

    private final String name;
    private final Ticker ticker;
    private final Runnable completions;
    private final LoopSelector selector;
    private final TimerWheel wheel;
    private final BufferPool direct;
    private final BufferPool heap;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final ByteBuffer parseBuffer = ByteBuffer.allocate(READ_BYTES);
    private final TaskQueue tasks;
    private final ArrayDeque<Connection> closes = new ArrayDeque<>();
    private final LoopCounters counters = new LoopCounters();
    private final DelayProbe probe = new DelayProbe(counters.loopDelay);
    private final Consumer<SelectionKey> onKey = this::ready;
    /** Those that are on their way to this loop count already, so that the next goes to another. */
    private final AtomicInteger connections = new AtomicInteger();
    /** When the pass began that runs, 0 while the loop is in the selector. */
    private final AtomicLong busySince = new AtomicLong();
    /** Counted by the watchdog alone. */
    private volatile long stalls;
    private volatile boolean stopping;
    private volatile Thread thread;
    private long now;
    private long before;
    private boolean nowIsFresh;

    /**
     * @param name        of the loop's thread
     * @param completions run at the end of each tick, to signal those who got work in it
     * @param memory      what its buffers may take
     */
    public Poller(String name, Ticker ticker, SelectorSource source, Runnable completions, LoopMemory memory)
            throws IOException {
        this.name = name;
        this.ticker = ticker;
        this.completions = completions;
        selector = new LoopSelector(source);
        tasks = new TaskQueue(ticker);
        now = ticker.nanoTime();
        before = now;
        wheel = new TimerWheel(now, e -> failed("A timer", e));
        direct = new BufferPool(BufferPool.Kind.DIRECT, memory.directBytes(), memory.track());
        heap = new BufferPool(BufferPool.Kind.HEAP, memory.heapBytes(), memory.track());
    }

    /** Starts the loop's thread. */
    public void start() {
        Thread started = new Thread(null, this, name, 0, false);
        started.setContextClassLoader(Poller.class.getClassLoader());
        thread = started;
        started.start();
    }

    /**
     * Runs a task in the loop: at once when the caller is the loop, else in one of the next ticks. Tasks of one thread
     * keep their order. Any thread.
     *
     * @throws RejectedExecutionException when the loop has ended
     */
    public void execute(Runnable task) {
        if (inLoop()) {
            task.run();
            return;
        }
        if (!tasks.add(task)) {
            throw new RejectedExecutionException(name + " has ended and runs no more tasks");
        }
        selector.wakeUp();
    }

    /** Runs a task in the loop after a delay, of which what is beyond a century does not count. Any thread. */
    public ScheduledTask schedule(Runnable task, long delayNanos) {
        ScheduledTask scheduled = new ScheduledTask(task);
        long due = ticker.nanoTime() + Math.min(delayNanos, LONGEST_DELAY_NANOS);
        execute(() -> wheel.set(scheduled, due));
        return scheduled;
    }

    /** Whether the caller is the loop. */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** The loop's reading of the clock, the same for a whole tick. */
    public long now() {
        assert inLoop();
        return now;
    }

    public Ticker ticker() {
        return ticker;
    }

    /** Buffers for the socket. Any thread. */
    public BufferPool direct() {
        return direct;
    }

    /** Buffers for parsing. Any thread. */
    public BufferPool heap() {
        return heap;
    }

    /** The loop's own buffer for reading, empty; what is read must be taken out before the next read. */
    public ByteBuffer readBuffer() {
        assert inLoop();
        return readBuffer.clear();
    }

    /** On the heap and as large as {@link #readBuffer}, for the same bytes where they can be parsed. */
    public ByteBuffer parseBuffer() {
        assert inLoop();
        return parseBuffer.clear();
    }

    @Override public void run() {
        enter();
        wheel.set(probe, probe.begin(now));
        while (!stopping) {
            try {
                tick();
            } catch (ClosedSelectorException e) {
                break;
            } catch (Throwable t) {
                counters.exceptions++;
                log.error("{} goes on after a failure", name, t);
            }
        }
        end();
    }

    /** Makes the calling thread the loop's. */
    void enter() {
        thread = Thread.currentThread();
        busySince.setRelease(ticker.nanoTime() | 1);
    }

    /** One turn of the loop. */
    private void tick() throws IOException {
        runDue();
        select();
        finishTick();
    }

    /** The phases before the select. Timers and tasks hand out work too, which must not wait for the next event. */
    void runDue() {
        runTimers();
        runTasks();
        completions.run();
    }

    /** The phases after the ready keys. */
    void finishTick() {
        completions.run();
        runCloses();
    }

    private void runTimers() {
        counters.timers += wheel.advance(now);
    }

    private void runTasks() {
        counters.tasks += tasks.run(now, counters.taskDelay, this::runSafely);
    }

    private void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failed("A task", e);
        }
    }

    private void failed(String what, Throwable cause) {
        countFailure();
        log.error("{} of {} failed", what, name, cause);
    }

    /** Something in this loop failed by a fault of the server. */
    void countFailure() {
        counters.exceptions++;
    }

    /** What the selector watches has changed, which costs a system call. */
    void countInterestChange() {
        counters.interestChanges++;
    }

    /** How often what the selector watches has changed. */
    long interestChanges() {
        return counters.interestChanges;
    }

    private void select() throws IOException {
        selector.goingToSleep();
        long start = ticker.nanoTime();
        counters.tick(start - before);
        nowIsFresh = false;
        busySince.setRelease(0);
        boolean mayWait = tasks.isEmpty() && closes.isEmpty() && !stopping;
        counters.events += selector.select(onKey, mayWait ? waitMillis(start) : 0);
        readClock();
        counters.selectNanos += before - start;
    }

    /** How long nothing is due: 0 for something is, negative for nothing ever. */
    private long waitMillis(long start) {
        long nanos = wheel.nanosToNext(start);
        return nanos == Timer.NEVER ? -1 : (nanos + 999_999) / 1_000_000;
    }

    /** Reads the clock, once a tick. */
    private void readClock() {
        if (!nowIsFresh) {
            now = ticker.nanoTime();
            before = now;
            nowIsFresh = true;
            busySince.setRelease(now | 1);
        }
    }

    /** Begins a new tick without a select. */
    void newTick() {
        nowIsFresh = false;
        readClock();
    }

    private void ready(SelectionKey key) {
        readClock();
        KeyListener listener = (KeyListener) key.attachment();
        try {
            listener.onReady(key.readyOps());
        } catch (Throwable t) {
            listener.onFailure(t);
        }
    }

    private void runCloses() {
        for (Connection connection = closes.poll(); connection != null; connection = closes.poll()) {
            connection.closeChannel();
        }
    }

    void closeAtEndOfTick(Connection connection) {
        assert inLoop();
        closes.add(connection);
    }

    /** Looks at a timer of this loop's at that time, and not at an earlier set one. The loop only. */
    public void watch(Timer timer, long nanos) {
        wheel().set(timer, nanos);
    }

    TimerWheel wheel() {
        assert inLoop();
        return wheel;
    }

    /** Registers a channel; only here keys come into being. */
    void register(SelectableChannel channel, int operations, KeyListener listener)
            throws IOException {
        assert inLoop();
        selector.register(channel, operations, listener);
    }

    /** Makes sure that channels closed before are closed for their peers too, without waiting for the next tick. */
    void letGoOfClosed() throws IOException {
        assert inLoop();
        selector.letGoOfClosed();
    }

    /** Replaces the selector by a new one. */
    void rebuildSelector() throws IOException {
        assert inLoop();
        selector.rebuild();
    }

    /** A connection is going to be this loop's. Any thread. */
    void connectionComes() {
        connections.incrementAndGet();
    }

    void connectionGone() {
        connections.decrementAndGet();
    }

    /** How many connections are open, or about to be. Any thread. */
    public int connections() {
        return connections.get();
    }

    /** The open connections; for the loop, to be walked at once. */
    List<Connection> openConnections() {
        assert inLoop();
        List<Connection> open = new ArrayList<>(connections());
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof Connection connection) {
                open.add(connection);
            }
        }
        return open;
    }

    /** Closes the connections on which nothing is under way. Any thread. */
    public void closeIdle() {
        execute(() -> openConnections().forEach(Connection::closeIfIdle));
    }

    /** Ends the loop and closes what is registered with it. Any thread. */
    public void stop() {
        stopping = true;
        selector.wakeUp();
    }

    /** Waits for the loop's thread to end. @return whether it did in time */
    public boolean join(long millis) throws InterruptedException {
        Thread running = thread;
        if (running == null || running == Thread.currentThread()) {
            return true;
        }
        running.join(Math.max(1, millis));
        return !running.isAlive();
    }

    private void end() {
        try {
            closeAll();
            tasks.end();
            closeAll(); // what came in between
            selector.close();
        } catch (IOException | RuntimeException e) {
            log.warn("{} could not close everything: {}", name, e.toString());
        } finally {
            tasks.end();
        }
    }

    /** Closes everything, runs what was left to the loop, and closes what came of it. */
    private void closeAll() {
        do {
            openConnections().forEach(Connection::close);
            runCloses();
            runTasks();
        } while (!tasks.isEmpty() || !openConnections().isEmpty());
    }

    /** What the loop has counted. Any thread. */
    public LoopMetrics metrics() {
        return new LoopMetrics(name, connections(), counters.ticks, counters.busyNanos, counters.selectNanos,
                counters.tickTime.snapshot(), counters.loopDelay.snapshot(), counters.taskDelay.snapshot(),
                counters.events, counters.tasks, counters.timers, selector.wakeups(), selector.premature(),
                selector.rebuilt(), counters.exceptions, stalls, tasks.size(),
                direct.outstanding() + heap.outstanding());
    }

    String name() {
        return name;
    }

    /** When the pass began that runs, by the ticker; 0 while the loop waits. Any thread. */
    long busySince() {
        return busySince.getAcquire();
    }

    /** What the loop's thread does now, innermost frame first. Any thread. */
    StackTraceElement[] stack() {
        Thread running = thread;
        return running == null ? new StackTraceElement[0] : running.getStackTrace();
    }

    /** The watchdog has found a pass to last too long. */
    void stalled() {
        stalls++;
    }
}
