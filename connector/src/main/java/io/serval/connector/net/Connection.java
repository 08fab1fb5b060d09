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
    private volatile Owner owner = Owner.POLLER;
    private Protocol protocol;
    // The loop's.
    private SelectionKey key;
    private int interest = SelectionKey.OP_READ;
    private int passedOver;
    private boolean closed;
    // Written by the owner before it becomes WORKER_AWAITING, read by the loop after.
    private Thread parked;
    private int awaited;
    // Written by the loop before it ends WORKER_AWAITING, read by the owner after.
    private boolean awaitedReady;

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
            case WORKER, WORKER_INPUT_PENDING, WORKER_AWAITING -> true;
            case POLLER, SHARED, CLOSING -> false;
        };
    }

    /** Whether the owner waits for the socket. */
    public boolean isAwaiting() {
        return owner == Owner.WORKER_AWAITING;
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
        switch (before) {
            case WORKER_AWAITING -> tell(false);
            case POLLER, SHARED -> protocol.onClosed();
            case WORKER, WORKER_INPUT_PENDING, CLOSING -> { }
        }
    }

    /** For figures; the loop only. */
    State state() {
        return switch (owner) {
            case POLLER -> protocol.isUnderWay() ? State.RECEIVING : State.IDLE;
            case WORKER, WORKER_INPUT_PENDING -> State.SERVING;
            case WORKER_AWAITING -> State.WAITING;
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
            case WORKER -> arrivedBehindWorker(operations);
            case WORKER_AWAITING -> arrivedForWaiter(operations);
            case WORKER_INPUT_PENDING, CLOSING -> interest(interest & ~operations);
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

    /** WORKER → WORKER_INPUT_PENDING, unless the worker gives the connection back right now. */
    private void arrivedBehindWorker(int operations) {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            interest(interest & ~SelectionKey.OP_WRITE);
        }
        if ((operations & SelectionKey.OP_READ) == 0 || ++passedOver < PATIENCE) {
            return;
        }
        passedOver = 0;
        int armed = interest;
        interest(armed & ~SelectionKey.OP_READ);
        if (!OWNER.compareAndSet(this, Owner.WORKER, Owner.WORKER_INPUT_PENDING)) {
            interest(armed);
        }
    }

    private void arrivedForWaiter(int operations) {
        if ((operations & awaited) == 0) {
            interest(interest & ~operations);
        } else {
            endWait(true);
        }
    }

    /** WORKER_AWAITING → WORKER or WORKER_INPUT_PENDING, and the waiter is told. */
    private void endWait(boolean ready) {
        interest(interest & ~SelectionKey.OP_WRITE);
        awaitedReady = ready;
        Owner next = (interest & SelectionKey.OP_READ) != 0 ? Owner.WORKER : Owner.WORKER_INPUT_PENDING;
        if (OWNER.compareAndSet(this, Owner.WORKER_AWAITING, next)) {
            tell(ready);
        }
    }

    private void tell(boolean ready) {
        Thread waiting = parked;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        } else {
            protocol.onAwaited(ready);
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

    /** When the loop has ended meanwhile, and has closed the channel, the owner cleans up. */
    private void leaveToLoop(Runnable task) {
        try {
            poller.execute(task);
        } catch (RejectedExecutionException e) {
            protocol.onClosed();
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
     * Waits until the socket is ready: the calling worker parks as WORKER_AWAITING.
     *
     * @param operation    {@link SelectionKey#OP_READ} or {@link SelectionKey#OP_WRITE}
     * @param timeoutNanos 0 for no limit
     * @return false when the time is over
     * @throws ClosedChannelException when the connection is closed meanwhile
     */
    public boolean await(int operation, long timeoutNanos) throws IOException {
        assert !poller.inLoop() : "the loop never waits";
        beginWait(operation, timeoutNanos, Thread.currentThread());
        while (owner == Owner.WORKER_AWAITING) {
            LockSupport.park(this);
            if (Thread.interrupted() && leaveWait()) {
                throw new InterruptedIOException("interrupted while waiting for the client");
            }
        }
        if (isClosing()) {
            throw new AsynchronousCloseException();
        }
        return awaitedReady;
    }

    /** As {@link #await}, without a thread: {@link Protocol#onAwaited} follows in the loop. */
    public void awaitLater(int operations, long timeoutNanos) {
        beginWait(operations, timeoutNanos, null);
    }

    private void beginWait(int operations, long timeoutNanos, Thread waiter) {
        deadline(poller.ticker().nanoTime(), timeoutNanos);
        parked = waiter;
        awaited = operations;
        awaitedReady = false;
        Owner before;
        do {
            before = owner;
            if (before == Owner.CLOSING) {
                closedBeforeWait(waiter);
                return;
            }
        } while (!OWNER.compareAndSet(this, before, Owner.WORKER_AWAITING));
        if (before != Owner.WORKER || operations != SelectionKey.OP_READ) {
            poller.execute(this::armForWaiter);
        }
    }

    private void closedBeforeWait(Thread waiter) {
        if (waiter == null) {
            poller.execute(() -> protocol.onAwaited(false));
        }
    }

    private void armForWaiter() {
        if (owner == Owner.WORKER_AWAITING) {
            interestAlso(awaited);
        }
    }

    /** WORKER_AWAITING → WORKER_INPUT_PENDING. Any thread. @return whether the wait was on, and is over now */
    public boolean leaveWait() {
        return OWNER.compareAndSet(this, Owner.WORKER_AWAITING, Owner.WORKER_INPUT_PENDING);
    }

    /** The deadline, looked at lazily by the wheel of the loop. */
    private final class ConnectionDeadline extends Deadline {
        @Override protected long expired(long now) {
            return switch (owner) {
                case POLLER, SHARED, WORKER_AWAITING -> isPast(now) ? passed(now) : nanos();
                case WORKER, WORKER_INPUT_PENDING, CLOSING -> NEVER;
            };
        }

        private long passed(long now) {
            if (owner == Owner.WORKER_AWAITING) {
                endWait(false);
            } else {
                tellProtocol(now);
            }
            return NEVER;
        }

        private void tellProtocol(long now) {
            try {
                protocol.onDeadline(now);
            } catch (IOException | RuntimeException | Error e) {
                onFailure(e);
            }
        }
    }
}
