package io.serval.container.servlet;

import io.serval.container.spi.RealmUser;
import io.serval.container.spi.RunAs;

/** The time a thread spends in a servlet that runs as somebody else (Servlet 6.1 §15.3.1). For one thread. */
final class RunAsScope {
    /** Of servlets that run as nobody in particular: almost all. */
    private static final RunAsScope NONE = new RunAsScope(false, null);

    private final boolean entered;
    private final RealmUser outer;

    private RunAsScope(boolean entered, RealmUser outer) {
        this.entered = entered;
        this.outer = outer;
    }

    /** @param user {@code null} for nobody in particular */
    static RunAsScope enter(RealmUser user) {
        return user == null ? NONE : new RunAsScope(true, RunAs.enter(user));
    }

    void leave() {
        if (entered) {
            RunAs.leave(outer);
        }
    }
}
