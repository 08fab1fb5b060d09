package io.serval.container.servlet;

import jakarta.servlet.DispatcherType;

/**
 * What a request shows of itself at one moment: where it leads to and in which words. Immutable.
 *
 * @param target     whose path elements show
 * @param servlet    who serves it; another than that of the target during an include or a dispatch by name
 * @param requestUri as {@code getRequestURI()}
 * @param query      as {@code getQueryString()}, or {@code null}
 * @param type       kind of dispatch
 */
public record RequestView(DispatchTarget target, ServletHolder servlet, String requestUri, String query,
        DispatcherType type) {
    ServletContextImpl context() {
        return servlet.context();
    }

    /** The part of the URI that leads to the application of the target, as it is written there. */
    String contextPath() {
        return ContextPathText.in(requestUri, target.context());
    }
}
