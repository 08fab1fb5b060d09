package io.serval.container.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a session lives, and how many requests use it, in one word.
 *
 * <pre>
 *   n requests (0 … ) ──end()──▶ DESTROYING ──▶ UNBINDING ──▶ ENDED
 *                                listeners run,   attributes    everything
 *                                all still works  are unbound   throws
 * </pre>
 *
 * Only one thread succeeds in leaving the first state, so a session ends once, and none that is in use expires.
 */
final class SessionUse {
    private static final int DESTROYING = -1;
    private static final int UNBINDING = -2;
    private static final int ENDED = -3;

    private final AtomicInteger word = new AtomicInteger();

    /** One more request uses it. @return false if it has ended, or is about to */
    boolean enter() {
        int uses = word.get();
        while (uses >= 0) {
            if (word.compareAndSet(uses, uses + 1)) {
                return true;
            }
            uses = word.get();
        }
        return false;
    }

    /** One request less uses it; nothing if it has ended meanwhile. */
    void leave() {
        int uses = word.get();
        while (uses > 0 && !word.compareAndSet(uses, uses - 1)) {
            uses = word.get();
        }
    }

    /** To DESTROYING, if no request uses it. @return whether this call did it */
    boolean endIfUnused() {
        return word.compareAndSet(0, DESTROYING);
    }

    /** To DESTROYING, whoever uses it. @return whether this call did it */
    boolean end() {
        int uses = word.get();
        while (uses >= 0) {
            if (word.compareAndSet(uses, DESTROYING)) {
                return true;
            }
            uses = word.get();
        }
        return false;
    }

    void startUnbinding() {
        advance(DESTROYING, UNBINDING);
    }

    void finish() {
        advance(UNBINDING, ENDED);
    }

    private void advance(int from, int to) {
        if (!word.compareAndSet(from, to)) {
            throw new IllegalStateException("Session cannot go from " + word.get() + " to " + to);
        }
    }

    boolean isInUse() {
        return word.get() > 0;
    }

    /** Whether nobody has begun to end it. */
    boolean isValid() {
        return word.get() >= 0;
    }

    /** Whether attributes can be set. */
    boolean isBindable() {
        return word.get() >= DESTROYING;
    }

    boolean hasEnded() {
        return word.get() == ENDED;
    }
}
