package io.serval.container.servlet;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.container.config.ContextSwitch;

/** The end of every chain: calls the servlet. One for each servlet, shared by all requests. Immutable. */
final class ServletCall implements FilterChain {
    private static final int BAD_REQUEST = HttpServletResponse.SC_BAD_REQUEST;

    private final ServletHolder holder;
    private final boolean remembering;

    ServletCall(ServletHolder holder) {
        this.holder = holder;
        this.remembering = holder.context().is(ContextSwitch.DISPATCHER_WRAPS_SAME_OBJECT);
    }

    @Override public void doFilter(ServletRequest request, ServletResponse response)
            throws IOException, ServletException {
        HttpServletRequestImpl own = HttpServletRequestImpl.of(request);
        String outer = own.asyncBlocker();
        if (holder.asyncBlocker() != null) {
            own.asyncBlocker(holder.asyncBlocker());
        }
        ServletArguments around = own.arguments();
        if (remembering) {
            own.arguments(new ServletArguments(request, response));
        }
        holder.enter();
        RunAsScope user = holder.enterRunAs();
        long began = System.nanoTime();
        boolean failed = true;
        try {
            holder.servlet().service(request, response);
            failed = response instanceof HttpServletResponse answer && answer.getStatus() >= BAD_REQUEST;
        } catch (UnavailableException e) {
            holder.withdraw(e);
            throw e;
        } finally {
            if (own.getDispatcherType() == DispatcherType.REQUEST) {
                holder.counts().add(System.nanoTime() - began, failed);
            }
            user.leave();
            holder.leave();
            own.asyncBlocker(outer);
            own.arguments(around);
        }
    }
}
