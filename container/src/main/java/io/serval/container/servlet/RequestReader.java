package io.serval.container.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.stream.Stream;

/**
 * The content of a request as characters. Says so when the request has ended, rather than giving out what it still
 * holds. Owned by the thread of the request.
 */
final class RequestReader extends BufferedReader {
    private final RequestCore request;

    RequestReader(RequestCore request, Reader content) {
        super(content);
        this.request = request;
    }

    @Override public int read() throws IOException {
        request.live();
        return super.read();
    }

    @Override public int read(char[] target, int offset, int length) throws IOException {
        request.live();
        return super.read(target, offset, length);
    }

    @Override public String readLine() throws IOException {
        request.live();
        return super.readLine();
    }

    @Override public Stream<String> lines() {
        request.live();
        return super.lines();
    }

    @Override public long skip(long count) throws IOException {
        request.live();
        return super.skip(count);
    }

    @Override public boolean ready() throws IOException {
        request.live();
        return super.ready();
    }

    @Override public void mark(int readAheadLimit) throws IOException {
        request.live();
        super.mark(readAheadLimit);
    }

    @Override public void reset() throws IOException {
        request.live();
        super.reset();
    }
}
