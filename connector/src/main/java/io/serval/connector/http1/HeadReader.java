package io.serval.connector.http1;

import io.serval.http.HttpException;
import io.serval.http.Status;

/** Takes heads out of what a connection has read: finds the end, then parses once. For the owner of the connection. */
final class HeadReader {
    private final InputBytes input;
    private final HeadScanner scanner;
    /** Length of the head at the start of the input, empty lines before it included; 0 while it is not known. */
    private int length;

    HeadReader(InputBytes input, HeadLimits limits) {
        this.input = input;
        scanner = new HeadScanner(limits);
    }

    /** Looks on for the end of the head, each byte once. @return whether a whole head is here */
    boolean isWhole() throws HttpException {
        if (length == 0 && !input.isEmpty()) {
            int end = scanner.scan(input.bytes(), input.start(), input.end());
            length = end == HeadScanner.INCOMPLETE ? 0 : end - input.start();
        }
        return length > 0;
    }

    /** As {@link #isWhole}, also of a head that will be refused when its turn has come. */
    boolean isNextWhole() {
        try {
            return isWhole();
        } catch (HttpException e) {
            scanner.reset();
            return true;
        }
    }

    /** Whether what is here is the first half of the preface of HTTP/2. */
    boolean isHttp2Preface() throws HttpException {
        return isWhole() && HeadScanner.isHttp2Preface(input.bytes(), input.start(), input.start() + length);
    }

    /** Length of the whole head that is here. */
    int length() {
        return length;
    }

    /** Takes the whole head that is here. */
    void take(Http1Head head) throws HttpException {
        int start = input.start() + scanner.skipped();
        int end = input.start() + length;
        input.consume(length);
        length = 0;
        scanner.reset();
        head.parse(input.bytes(), start, end);
        if (head.expectsUnknown()) {
            throw new HttpException(Status.EXPECTATION_FAILED, "an expectation other than 100-continue");
        }
    }

    /** Understands what it can of a head that will not be whole, for the access log. */
    void salvage(Http1Head head) {
        if (!input.isEmpty()) {
            head.salvage(input.bytes(), input.start() + scanner.skipped(), input.end());
        }
    }
}
