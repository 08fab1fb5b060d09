package io.serval.container.servlet;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * A dispatcher that was asked for while the application was being configured: what it leads to is looked up when it is
 * used, as mappings may still come. Safe for any thread.
 */
final class EarlyDispatcher implements RequestDispatcher {
    private final ServletContextImpl context;
    private final Supplier<RequestDispatcher> later;

    EarlyDispatcher(ServletContextImpl context, Supplier<RequestDispatcher> later) {
        this.context = context;
        this.later = later;
    }

    private RequestDispatcher settled() {
        if (!context.isFrozen()) {
            throw new IllegalStateException(context + " cannot dispatch before it is initialised");
        }
        return later.get();
    }

    @Override public void forward(ServletRequest request, ServletResponse response)
            throws ServletException, IOException {
        settled().forward(request, response);
    }

    @Override public void include(ServletRequest request, ServletResponse response)
            throws ServletException, IOException {
        settled().include(request, response);
    }
}
