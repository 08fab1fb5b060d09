package io.serval.connector.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.time.Deadline;

/**
 * A connection: who owns it, what the selector watches for it, and its deadline. Bytes and protocol are others' matter.
 *
 * <p>It is born, and dies, in its Poller. In between it is lent out: {@link #handOff} gives it to a worker while the
 * read interest stays armed, so that {@link #giveBack} is one compare-and-set and no system call. See {@link Owner} for
 * the states.
 *
 * <p>Those who have it may {@linkplain #await wait} for the socket. Who begins to wait adds himself and then looks at
 * the owner word, whether the read interest is armed; the loop changes the word and then looks for who waits. So
 * neither can miss the other.
 */
public final class Connection implements KeyListener {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final VarHandle OWNER;
    /**
     * How often readiness of a lent connection is passed over before the read interest goes. A worker that has just
     * written its response is likely to give the connection back sooner than that, and disarming and arming again
     * would cost two system calls and a wake-up.
     */
    private static final int PATIENCE = 3;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(Connection.class, "owner", Owner.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a connection is at, for figures; in the order of {@link ConnectionStates}. */
    enum State { IDLE, RECEIVING, SERVING, WAITING, UPGRADED, CLOSING }

    private final Poller poller;
    private final Transport transport;
    private final long id;
    private final long acceptedNanos;
    private final Runnable onGone;
    private final Deadline deadline = new ConnectionDeadline();
    private final Deadline waitsDeadline = new WaitsDeadline();
    private volatile Owner owner = Owner.POLLER;
    private Protocol protocol;
    // The loop's.
    private SelectionKey key;
    private int interest = SelectionKey.OP_READ;
    private int passedOver;
    private boolean closed;
    private final SocketWaits waits = new SocketWaits();
    /** The wait of the exchange that sleeps; {@code null} if it has none. For the one who runs the exchange. */
    private SocketWait sleep;

    /** @param onGone run by the loop when the channel is closed */
    Connection(Poller poller, Transport transport, long id, Runnable onGone) {
        this.poller = poller;
        this.transport = transport;
        this.id = id;
        this.onGone = onGone;
        this.acceptedNanos = poller.now();
    }

    void open(Protocol spoken) throws IOException {
        protocol = spoken;
        poller.register(transport.channel(), interest, this);
    }

    @Override public void registered(SelectionKey fresh) {
        key = fresh;
    }

    /** Unique within the connector. */
    public long id() {
        return id;
    }

    public Poller poller() {
        return poller;
    }

    public Transport transport() {
        return transport;
    }

    /** When the connection was accepted, by the loop's clock. */
    public long acceptedNanos() {
        return acceptedNanos;
    }

    /** Whether the loop has closed the connection, or is about to. */
    public boolean isClosing() {
        return owner == Owner.CLOSING;
    }

    /** Whether a worker, or a suspended exchange, has the connection. */
    public boolean isLent() {
        return switch (owner) {
            case WORKER, WORKER_INPUT_PENDING -> true;
            case POLLER, SHARED, CLOSING -> false;
        };
    }

    /** Whether somebody who has the connection waits until the socket takes bytes. */
    public boolean isAwaitingWrite() {
        return (waits.operations() & SelectionKey.OP_WRITE) != 0;
    }

    private boolean isAwaiting() {
        return waits.operations() != 0;
    }

    /** Changes what is spoken; for the owner. */
    public void protocol(Protocol next) {
        protocol = next;
    }

    // Transitions of the loop

    /** POLLER → WORKER: a request is complete. */
    public void handOff() {
        assert poller.inLoop() && owner == Owner.POLLER : owner;
        passedOver = 0;
        interest(SelectionKey.OP_READ);
        OWNER.setRelease(this, Owner.WORKER);
    }

    /** WORKER → POLLER: the request was not handed off after all. */
    public void takeBack() {
        assert poller.inLoop() && owner == Owner.WORKER : owner;
        owner = Owner.POLLER;
    }

    /** What the selector watches: a set of {@link SelectionKey} operations. The loop only. */
    public void interest(int operations) {
        assert poller.inLoop();
        if (interest != operations) {
            interest = operations;
            poller.countInterestChange();
            if (key.isValid()) {
                key.interestOps(operations);
            }
        }
    }

    /** What the selector watches now. */
    int watched() {
        return interest;
    }

    /** Watches for more than now; the loop only. */
    public void interestAlso(int operations) {
        interest(interest | operations);
    }

    /** Watches for less than now; the loop only. */
    public void interestWithout(int operations) {
        interest(interest & ~operations);
    }

    /** Any → CLOSING: the channel is closed at the end of the tick. The loop only; any other calls {@link #abandon}. */
    public void close() {
        assert poller.inLoop();
        Owner before = (Owner) OWNER.getAndSet(this, Owner.CLOSING);
        if (before == Owner.CLOSING) {
            return;
        }
        interest(0);
        poller.closeAtEndOfTick(this);
        waits.endAll(protocol);
        if (before == Owner.POLLER || before == Owner.SHARED) {
            protocol.onClosed();
        }
    }

    /** For figures; the loop only. */
    State state() {
        return switch (owner) {
            case POLLER -> protocol.isUnderWay() ? State.RECEIVING : State.IDLE;
            case WORKER, WORKER_INPUT_PENDING -> isAwaiting() ? State.WAITING : State.SERVING;
            case SHARED -> State.UPGRADED;
            case CLOSING -> State.CLOSING;
        };
    }

    void closeIfIdle() {
        if (owner == Owner.POLLER && protocol.isIdle()) {
            close();
        }
    }

    void closeChannel() {
        if (closed) {
            return;
        }
        closed = true;
        poller.wheel().cancel(deadline);
        poller.wheel().cancel(waitsDeadline);
        try {
            transport.close();
        } catch (IOException e) {
            log.debug("Closing connection {}: {}", id, e.toString());
        }
        poller.connectionGone();
        onGone.run();
    }

    // Events, in the loop

    @Override public void onReady(int operations) throws IOException {
        switch (owner) {
            case POLLER, SHARED -> ready(operations);
            case WORKER -> {
                if (!arrivedForWaiters(operations)) {
                    arrivedBehindWorker(operations);
                }
            }
            case WORKER_INPUT_PENDING -> {
                if (!arrivedForWaiters(operations)) {
                    interestWithout(operations);
                }
            }
            case CLOSING -> interestWithout(operations);
        }
    }

    private void ready(int operations) throws IOException {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            protocol.onWritable();
        }
        if ((operations & SelectionKey.OP_READ) != 0 && (owner == Owner.POLLER || owner == Owner.SHARED)) {
            protocol.onReadable();
        }
    }

    private void arrivedBehindWorker(int operations) {
        interestWithout(operations & SelectionKey.OP_WRITE);
        if ((operations & SelectionKey.OP_READ) != 0 && ++passedOver >= PATIENCE) {
            passedOver = 0;
            withdrawRead();
            armForWaiters(); // who may have come just before
        }
    }

    /** WORKER → WORKER_INPUT_PENDING, unless the worker gives the connection back right now. */
    private void withdrawRead() {
        interestWithout(SelectionKey.OP_READ);
        boolean stays = owner == Owner.WORKER_INPUT_PENDING
                || OWNER.compareAndSet(this, Owner.WORKER, Owner.WORKER_INPUT_PENDING);
        if (!stays) {
            interestAlso(SelectionKey.OP_READ);
        }
    }

    /** @return whether anybody waits for the socket */
    private boolean arrivedForWaiters(int operations) {
        int awaited = waits.operations();
        if (awaited == 0) {
            return false;
        }
        if ((operations & ~awaited & SelectionKey.OP_READ) != 0) {
            withdrawRead();
        }
        watchFor(waits.operationsBeside(operations));
        waits.end(operations, protocol);
        return true;
    }

    /**
     * Watches on for those who go on waiting, and says in the owner word whether the read interest is armed: before
     * those are told whose wait is over, and who may give the connection back.
     */
    private void watchFor(int still) {
        interest(interest & SelectionKey.OP_READ | still & SelectionKey.OP_WRITE);
        if ((interest & SelectionKey.OP_READ) != 0) {
            OWNER.compareAndSet(this, Owner.WORKER_INPUT_PENDING, Owner.WORKER);
        }
    }

    @Override public void onFailure(Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("Connection {} ends: {}", id, cause.toString());
        } else {
            poller.countFailure();
            log.error("Connection {} ends by a fault of the server", id, cause);
        }
        close();
    }

    // For the owner

    /** WORKER → POLLER: nothing is left to do. @return false when more has arrived; the caller is still the owner */
    public boolean giveBack() {
        return OWNER.compareAndSet(this, Owner.WORKER, Owner.POLLER);
    }

    /** Whether bytes or the end of input are known to be there. */
    public boolean hasInputPending() {
        return owner == Owner.WORKER_INPUT_PENDING;
    }

    /** WORKER or WORKER_INPUT_PENDING → POLLER by way of the loop, where {@link Protocol#onHandedBack} follows. */
    public void handBack() {
        leaveToLoop(this::handedBack);
    }

    /** When the loop has ended meanwhile, having closed the channel, the owner runs the task: each cleans up then. */
    private void leaveToLoop(Runnable task) {
        try {
            poller.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    private void handedBack() {
        if (isClosing()) {
            protocol.onClosed();
            return;
        }
        assert owner == Owner.WORKER || owner == Owner.WORKER_INPUT_PENDING : owner;
        owner = Owner.POLLER;
        try {
            protocol.onHandedBack();
        } catch (IOException | RuntimeException | Error e) {
            onFailure(e);
        }
    }

    /** WORKER or WORKER_INPUT_PENDING → SHARED: the protocol given last watches by itself from now on. */
    public void share() {
        Owner before;
        do {
            before = owner;
            if (before == Owner.CLOSING) {
                leaveToLoop(protocol::onClosed);
                return;
            }
        } while (!OWNER.compareAndSet(this, before, Owner.SHARED));
        poller.execute(() -> interest(0));
    }

    /** The owner gives up: the loop closes. */
    public void abandon() {
        leaveToLoop(this::abandoned);
    }

    private void abandoned() {
        if (isClosing()) {
            protocol.onClosed();
            return;
        }
        owner = Owner.POLLER;
        close();
    }

    /**
     * Moves the deadline to {@code timeoutNanos} after {@code now}; 0 for no deadline.
     *
     * @param now a fresh reading of the ticker
     */
    public void deadline(long now, long timeoutNanos) {
        if (!deadline.set(now, timeoutNanos) && !isClosing()) {
            poller.execute(this::watchDeadline);
        }
    }

    /** Takes the deadline away. */
    public void noDeadline() {
        deadline.clear();
    }

    private void watchDeadline() {
        deadline.watch(poller.wheel());
    }

    /**
     * Waits until the socket is ready; the calling thread parks. One thread may wait to read while another waits to
     * write.
     *
     * @param operation    {@link SelectionKey#OP_READ} or {@link SelectionKey#OP_WRITE}
     * @param timeoutNanos 0 for no limit
     * @return false when the time is over
     * @throws ClosedChannelException when the connection is closed meanwhile
     */
    public boolean await(int operation, long timeoutNanos) throws IOException {
        assert !poller.inLoop() : "the loop never waits";
        SocketWait wait = beginWait(Thread.currentThread(), operation, timeoutNanos);
        try {
            while (!wait.isOver() && !isClosing()) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted() && wait.leave()) {
                    Thread.interrupted();
                    throw new InterruptedIOException("interrupted while waiting for the client");
                }
            }
        } finally {
            waits.remove(wait);
        }
        if (isClosing()) {
            throw new AsynchronousCloseException();
        }
        return wait.wasReady();
    }

    /**
     * As {@link #await}, without a thread, for the exchange that goes to sleep: {@link Protocol#onAwaited} follows in
     * the loop. Threads of the application may wait besides.
     */
    public void awaitLater(int operations, long timeoutNanos) {
        sleep = beginWait(null, operations, timeoutNanos);
        if (isClosing()) {
            leaveToLoop(() -> waits.endAll(protocol));
        }
    }

    /** The exchange does not sleep any more, whatever it waited for; for the one who runs it. */
    public void leaveWait() {
        SocketWait left = sleep;
        sleep = null;
        if (left != null && left.leave()) {
            waits.remove(left);
        }
    }

    private SocketWait beginWait(Thread waiter, int operations, long timeoutNanos) {
        long now = poller.ticker().nanoTime();
        SocketWait wait = new SocketWait(waiter, operations, now, timeoutNanos);
        waits.add(wait);
        boolean inTime = waitsDeadline.set(now, timeoutNanos);
        boolean armed = owner == Owner.WORKER && operations == SelectionKey.OP_READ;
        if (!inTime || !armed || !waits.isAlone(wait)) {
            leaveToLoop(this::armForWaiters);
        }
        return wait;
    }

    /** Watches for what is waited for, and for the earliest end of it, whoever else came or left meanwhile. */
    private void armForWaiters() {
        int operations = waits.operations();
        if (operations != 0 && isLent()) {
            interestAlso(operations);
            waitsDeadline.set(poller.now(), waits.nanosToFirst(poller.now()));
            waitsDeadline.watch(poller.wheel());
        }
    }

    /** The deadline of the connection, while the loop has it; looked at lazily by the wheel of the loop. */
    private final class ConnectionDeadline extends Deadline {
        @Override protected long expired(long now) {
            return switch (owner) {
                case POLLER, SHARED -> isPast(now) ? passed(now) : nanos();
                case WORKER, WORKER_INPUT_PENDING, CLOSING -> NEVER;
            };
        }

        private long passed(long now) {
            try {
                protocol.onDeadline(now);
            } catch (IOException | RuntimeException | Error e) {
                onFailure(e);
            }
            return NEVER;
        }
    }

    /** The earliest end of a wait. What ended before, or without, it is found out when the wheel looks. */
    private final class WaitsDeadline extends Deadline {
        @Override protected long expired(long now) {
            int still = waits.operationsAfter(now);
            if (isAwaiting() && isLent()) {
                watchFor(still);
                waits.expire(now, protocol);
            }
            if (still == 0) {
                return NEVER;
            }
            set(now, waits.nanosToFirst(now));
            return nanos();
        }
    }
}
