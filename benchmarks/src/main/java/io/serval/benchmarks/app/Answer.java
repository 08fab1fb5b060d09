package io.serval.benchmarks.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;

/** An answer with its length, so that the load generator needs no chunked decoder. */
final class Answer {
    private Answer() { }

    static void send(HttpServletResponse response, String contentType, byte[] content) throws IOException {
        response.setContentType(contentType);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    static void send(HttpServletResponse response, String text) throws IOException {
        send(response, "text/plain", text.getBytes(StandardCharsets.US_ASCII));
    }
}
