package io.serval.connector.http2;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import io.serval.connector.work.Rejection;
import io.serval.connector.work.Workers;

/**
 * How many requests of one connection workers serve at a time, so that a client with many streams does not have all
 * workers. The others wait here, the eldest goes first. A request holds its slot from its way to the workers until its
 * handler has returned; what a suspended exchange does later holds none. Safe for any thread.
 */
final class ExecutionSlots {
    private final int slots;
    private final BiConsumer<Http2Exchange, Rejection> whenRejected;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Http2Exchange> waiting = new ConcurrentLinkedQueue<>();

    /** @param whenRejected told, on any thread, that the workers do not take a request that had waited */
    ExecutionSlots(int slots, BiConsumer<Http2Exchange, Rejection> whenRejected) {
        this.slots = slots;
        this.whenRejected = whenRejected;
    }

    /** A request goes to the workers, now or later; in the loop. @return why they do not take it, or {@code null} */
    Rejection enter(Http2Exchange exchange, long now) {
        if (waiting.isEmpty() && take()) {
            Rejection rejection = exchange.enqueue(now);
            if (rejection != null) {
                taken.decrementAndGet();
            }
            return rejection;
        }
        waiting.add(exchange);
        lookForWaiting(null);
        return null;
    }

    /**
     * A handler has returned: its slot goes to the next request, or is free.
     *
     * @param own the workers of the caller, who looks for the next job without being told
     */
    void leave(Workers own) {
        Http2Exchange next = waiting.poll();
        if (next != null && start(next, own)) {
            return;
        }
        taken.decrementAndGet();
        lookForWaiting(own);
    }

    /** Whether requests wait for a slot. */
    boolean areAwaited() {
        return !waiting.isEmpty();
    }

    private boolean take() {
        int count = taken.get();
        while (count < slots) {
            if (taken.compareAndSet(count, count + 1)) {
                return true;
            }
            count = taken.get();
        }
        return false;
    }

    /** Who gives a slot back looks here after that, and who comes after it was added: so nobody is forgotten. */
    private void lookForWaiting(Workers own) {
        while (!waiting.isEmpty() && take()) {
            Http2Exchange next = waiting.poll();
            if (next == null || !start(next, own)) {
                taken.decrementAndGet();
            }
        }
    }

    /** Sends a request to the workers, in a slot that is taken. @return whether they take it */
    private boolean start(Http2Exchange next, Workers own) {
        Rejection rejection = next.enqueue(next.nanoTime());
        if (rejection != null) {
            whenRejected.accept(next, rejection);
        } else if (own != null && own != next.lane()) {
            next.lane().flush();
        }
        return rejection == null;
    }
}
