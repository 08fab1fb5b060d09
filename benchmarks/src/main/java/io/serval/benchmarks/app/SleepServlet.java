package io.serval.benchmarks.app;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Holds its thread for a while, as a call to a database would. */
public final class SleepServlet extends HttpServlet {
    private final long millis;

    public SleepServlet(long millis) {
        this.millis = millis;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ServletException("The server is stopping", stopping);
        }
        Answer.send(response, "slept");
    }
}
