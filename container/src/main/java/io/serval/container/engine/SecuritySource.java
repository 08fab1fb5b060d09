package io.serval.container.engine;

import io.serval.container.security.SecurityHandler;
import io.serval.container.servlet.ServletContextImpl;

/** Makes the guard of an application. Called by the thread that starts or stops it. */
@FunctionalInterface
public interface SecuritySource {
    /** Guards nothing. */
    SecuritySource NONE = context -> null;

    /**
     * The application begins to start, nothing of it has run.
     *
     * @throws IllegalArgumentException if an extension cannot work for it; the message says why
     */
    default void begin(ServletContextImpl context) {
    }

    /**
     * All constraints of the application are known, after initializers and listeners.
     *
     * @param context its descriptor, {@linkplain ServletContextImpl#servletConstraints constraints of servlets} and
     *                {@linkplain ServletContextImpl#roles roles}
     * @return {@code null} if there is nothing to guard and nobody to authenticate
     */
    SecurityHandler create(ServletContextImpl context);

    /** The application has stopped, or failed to start. */
    default void end() {
    }
}
