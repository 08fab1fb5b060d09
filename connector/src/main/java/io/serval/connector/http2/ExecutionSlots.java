package io.serval.connector.http2;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import io.serval.connector.work.Rejection;

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

    /** A request goes to the workers, now or later. @return why they do not take it, or {@code null} */
    Rejection enter(Http2Exchange exchange) {
        if (waiting.isEmpty() && take()) {
            Rejection rejection = exchange.enqueue();
            if (rejection != null) {
                leave();
            }
            return rejection;
        }
        waiting.add(exchange);
        next();
        return null;
    }

    /** A handler has returned. */
    void leave() {
        taken.decrementAndGet();
        next();
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
    private void next() {
        while (!waiting.isEmpty() && take()) {
            Http2Exchange next = waiting.poll();
            Rejection rejection = next == null ? null : next.enqueue();
            if (next == null || rejection != null) {
                taken.decrementAndGet();
            }
            if (rejection != null) {
                whenRejected.accept(next, rejection);
            }
        }
    }
}
