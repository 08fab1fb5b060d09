package io.serval.container.servlet;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * One filter and what comes after it. Chains are linked at deployment and shared by all requests, so a filter costs one
 * frame and nothing is allocated. Immutable.
 */
final class FilterChainImpl implements FilterChain {
    private final Filter filter;
    private final FilterChain next;
    /** Name of the filter if it does not support asynchronous requests, else {@code null}. */
    private final String asyncBlocker;

    FilterChainImpl(FilterHolder holder, FilterChain next) {
        this.filter = holder.filter();
        this.next = next;
        this.asyncBlocker = holder.isAsyncSupported() ? null : "filter " + holder.name();
    }

    @Override public void doFilter(ServletRequest request, ServletResponse response)
            throws IOException, ServletException {
        if (asyncBlocker == null) {
            filter.doFilter(request, response, next);
            return;
        }
        HttpServletRequestImpl own = HttpServletRequestImpl.of(request);
        String outer = own.asyncBlocker();
        own.asyncBlocker(asyncBlocker);
        try {
            filter.doFilter(request, response, next);
        } finally {
            own.asyncBlocker(outer);
        }
    }
}
