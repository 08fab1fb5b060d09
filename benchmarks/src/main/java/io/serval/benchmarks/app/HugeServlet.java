package io.serval.benchmarks.app;

import java.io.IOException;
import java.io.OutputStream;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Writes the same bytes many times, as an application does that reads a stream from elsewhere. */
public final class HugeServlet extends HttpServlet {
    private static final int TIMES = 16;

    private final transient byte[] part;

    public HugeServlet(byte[] part) {
        this.part = part;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/octet-stream");
        response.setContentLengthLong((long) part.length * TIMES);
        OutputStream out = response.getOutputStream();
        for (int i = 0; i < TIMES; i++) {
            out.write(part);
        }
    }
}
