package io.serval.connector.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Who waits for the socket of a connection: hardly ever anybody, mostly one, and at most a reader, a writer and the
 * sleeping exchange that both belong to. They come and go on threads of their own; the loop ends their waits.
 */
final class SocketWaits {
    private static final SocketWait[] NOBODY = {};
    private static final VarHandle WAITS;

    static {
        try {
            WAITS = MethodHandles.lookup().findVarHandle(SocketWaits.class, "waits", SocketWait[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Replaced as a whole, never changed. */
    private volatile SocketWait[] waits = NOBODY;

    void add(SocketWait wait) {
        SocketWait[] before;
        SocketWait[] after;
        do {
            before = waits;
            after = new SocketWait[before.length + 1];
            System.arraycopy(before, 0, after, 0, before.length);
            after[before.length] = wait;
        } while (!WAITS.compareAndSet(this, before, after));
    }

    void remove(SocketWait wait) {
        SocketWait[] before;
        SocketWait[] after;
        do {
            before = waits;
            after = without(before, wait);
        } while (!WAITS.compareAndSet(this, before, after));
    }

    private static SocketWait[] without(SocketWait[] before, SocketWait gone) {
        int count = 0;
        for (SocketWait each : before) {
            count += each == gone ? 0 : 1;
        }
        SocketWait[] after = count == 0 ? NOBODY : new SocketWait[count];
        for (int i = 0, to = 0; i < before.length; i++) {
            if (before[i] != gone) {
                after[to++] = before[i];
            }
        }
        return after;
    }

    /** Whether nobody but this one waits. */
    boolean isAlone(SocketWait wait) {
        SocketWait[] all = waits;
        return all.length == 1 && all[0] == wait;
    }

    /** What is waited for: a set of selection key operations. */
    int operations() {
        return waits == NOBODY ? 0 : operationsBeside(0);
    }

    /** What is waited for by those who do not wait for any of these operations. */
    int operationsBeside(int ready) {
        int operations = 0;
        for (SocketWait each : waits) {
            operations |= each.isOver() || (each.operations & ready) != 0 ? 0 : each.operations;
        }
        return operations;
    }

    /** What is waited for by those who can wait longer than until {@code now}. */
    int operationsAfter(long now) {
        int operations = 0;
        for (SocketWait each : waits) {
            operations |= each.isOver() || each.isPast(now) ? 0 : each.operations;
        }
        return operations;
    }

    /** Ends the waits for these operations. */
    void end(int ready, Protocol protocol) {
        for (SocketWait each : waits) {
            if ((each.operations & ready) != 0) {
                end(each, true, protocol);
            }
        }
    }

    /** Ends the waits whose time is over. */
    void expire(long now, Protocol protocol) {
        for (SocketWait each : waits) {
            if (each.isPast(now)) {
                end(each, false, protocol);
            }
        }
    }

    /** Ends all waits, as the connection closes. */
    void endAll(Protocol protocol) {
        for (SocketWait each : waits) {
            end(each, false, protocol);
        }
    }

    private void end(SocketWait wait, boolean ready, Protocol protocol) {
        if (!wait.end(ready)) {
            return;
        }
        if (wait.thread != null) {
            LockSupport.unpark(wait.thread);
        } else {
            remove(wait);
            protocol.onAwaited(ready);
        }
    }

    /** How long until the time of the first is over, 1 at least; 0 if nobody's ever is. */
    long nanosToFirst(long now) {
        long first = 0;
        for (SocketWait each : waits) {
            if (!each.isOver() && each.hasDeadline) {
                long left = Math.max(1, each.deadlineNanos - now);
                first = first == 0 ? left : Math.min(first, left);
            }
        }
        return first;
    }
}
