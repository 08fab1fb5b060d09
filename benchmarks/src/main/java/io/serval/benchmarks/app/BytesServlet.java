package io.serval.benchmarks.app;

import java.io.IOException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Answers with the same bytes each time, written by one call. */
public final class BytesServlet extends HttpServlet {
    private final String contentType;
    private final transient byte[] content;

    public BytesServlet(String contentType, byte[] content) {
        this.contentType = contentType;
        this.content = content;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer.send(response, contentType, content);
    }
}
