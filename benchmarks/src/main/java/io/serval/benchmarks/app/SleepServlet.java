package io.serval.benchmarks.app;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Holds its thread for 50 ms, as a call to a database would. */
public final class SleepServlet extends HttpServlet {
    private static final long MILLIS = 50;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ServletException("The server is stopping", stopping);
        }
        Answer.send(response, "slept");
    }
}
