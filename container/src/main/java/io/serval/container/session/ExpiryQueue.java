package io.serval.container.session;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sessions by the time when they are to be looked at. Requests do not touch it: a session that was used meanwhile is
 * put back when its time comes, so that a sweep costs only what is due. Safe for any thread, without locks.
 */
final class ExpiryQueue {
    /** A place in the queue: first by time, then by arrival. */
    record Ticket(long atMillis, long number) implements Comparable<Ticket> {
        @Override public int compareTo(Ticket other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final ConcurrentSkipListMap<Ticket, HttpSessionImpl> queue = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** Puts a session where its expiry says, in place of where it was. One that never expires is not in the queue. */
    void schedule(HttpSessionImpl session) {
        put(session, session.expiryMillis());
    }

    /** Puts back a session that was due and lives: if it is in use, it has its whole idle time still in front of it. */
    void postpone(HttpSessionImpl session, long nowMillis) {
        long at = session.expiryMillis();
        put(session, at > nowMillis ? at : nowMillis + Math.max(1, session.getMaxInactiveInterval()) * 1000L);
    }

    private void put(HttpSessionImpl session, long at) {
        Ticket next = at == Long.MAX_VALUE ? null : new Ticket(at, numbers.incrementAndGet());
        if (next != null) {
            queue.put(next, session);
        }
        discard(session.swapTicket(next));
        if (!session.isValid()) {
            // It ended meanwhile, and its remove may have come before this put.
            remove(session);
        }
    }

    void remove(HttpSessionImpl session) {
        discard(session.swapTicket(null));
    }

    private void discard(Ticket ticket) {
        if (ticket != null) {
            queue.remove(ticket);
        }
    }

    /** Takes the next session whose time has come, or {@code null} if there is none. */
    HttpSessionImpl pollDue(long nowMillis) {
        Map.Entry<Ticket, HttpSessionImpl> first = queue.firstEntry();
        while (first != null && first.getKey().atMillis() <= nowMillis) {
            if (queue.remove(first.getKey(), first.getValue())) {
                return first.getValue();
            }
            first = queue.firstEntry();
        }
        return null;
    }

    int size() {
        return queue.size();
    }
}
