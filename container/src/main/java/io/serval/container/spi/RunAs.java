package io.serval.container.spi;

import java.util.Optional;

/**
 * The user under whose name the running servlet calls others ({@code run-as}, Servlet 6.1 §13.3 and §15.3.1). The
 * container sets it around {@code init}, {@code service} and {@code destroy} of servlets that declare one; extensions
 * that carry a caller to other systems read it. What {@code getUserPrincipal} says is not touched by it.
 */
public final class RunAs {
    private static final ThreadLocal<RealmUser> CURRENT = new ThreadLocal<>();

    private RunAs() {
    }

    /** The user of the calling thread's servlet, if that declares one. */
    public static Optional<RealmUser> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /**
     * From now on this thread runs as that user.
     *
     * @return whom it ran as before, for {@link #leave}; {@code null} for nobody
     */
    public static RealmUser enter(RealmUser user) {
        RealmUser before = CURRENT.get();
        CURRENT.set(user);
        return before;
    }

    /** Ends what {@link #enter} began. Leaves nothing on the thread. */
    public static void leave(RealmUser before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
