package io.serval.container.servlet;

import java.io.IOException;
import java.io.OutputStream;

/** Writes to a response; flushing it sends nothing. */
final class ResponseSink extends OutputStream {
    private final HttpServletResponseImpl response;

    ResponseSink(HttpServletResponseImpl response) {
        this.response = response;
    }

    @Override public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override public void write(byte[] source, int offset, int length) throws IOException {
        response.write(source, offset, length);
    }
}
