package io.serval.container.engine;

import io.serval.container.security.SecurityHandler;
import io.serval.container.servlet.ServletContextImpl;

/** Makes the guard of an application once all its constraints are known, after initializers and listeners. */
@FunctionalInterface
public interface SecuritySource {
    /** Guards nothing. */
    SecuritySource NONE = context -> null;

    /**
     * @param context its descriptor, {@linkplain ServletContextImpl#servletConstraints constraints of servlets} and
     *                {@linkplain ServletContextImpl#roles roles}
     * @return {@code null} if there is nothing to guard and nobody to authenticate
     */
    SecurityHandler create(ServletContextImpl context);
}
