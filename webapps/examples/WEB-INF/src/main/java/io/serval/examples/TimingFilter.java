package io.serval.examples;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Stands before {@link PrimesServlet}, takes the time, and adds a line to the answer. */
@WebFilter("/primes")
public final class TimingFilter extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long start = System.nanoTime();
        chain.doFilter(request, response);                  // the next filter, or the servlet
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
        if (!response.isCommitted() && response.getStatus() == HttpServletResponse.SC_OK) {
            response.setHeader("Server-Timing", "servlet;dur=" + micros / 1_000.0);
            response.getWriter().println("The filter says: that took " + micros + " microseconds.");
        }
    }
}
