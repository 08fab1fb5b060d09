package io.serval.container.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners of an application that a request comes into its scope and goes out again (Servlet 6.1 §11.3). */
final class RequestScope {
    private static final Logger log = LoggerFactory.getLogger(RequestScope.class);

    private final ServletContextImpl context;
    private final ServletRequestEvent event;

    private RequestScope(ServletContextImpl context, ServletRequestEvent event) {
        this.context = context;
        this.event = event;
    }

    /** @return {@code null} if nobody listens */
    static RequestScope enter(ServletContextImpl context, ServletRequest request) {
        ServletRequestListener[] listeners = context.listeners().requests();
        if (listeners.length == 0) {
            return null;
        }
        RequestScope scope = new RequestScope(context, new ServletRequestEvent(context, request));
        for (ServletRequestListener listener : listeners) {
            listener.requestInitialized(scope.event);
        }
        return scope;
    }

    /** In reverse order; what one throws keeps no other from being told. */
    void leave() {
        ServletRequestListener[] listeners = context.listeners().requests();
        for (int i = listeners.length - 1; i >= 0; i--) {
            try {
                listeners[i].requestDestroyed(event);
            } catch (RuntimeException e) {
                log.error("Listener [{}] of {} failed in requestDestroyed()", listeners[i].getClass().getName(),
                        context,
                        e);
            }
        }
    }
}
