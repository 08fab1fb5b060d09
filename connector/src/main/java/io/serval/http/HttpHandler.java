package io.serval.http;

import java.io.IOException;

/** Answers requests. One instance serves all workers at once, so an implementation is safe for any thread. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers one request. Called on a worker thread, which may block; the exchange ends when this method returns,
     * unless
     * it was {@linkplain HttpExchange#suspend suspended} or {@linkplain HttpExchange#upgrade upgraded} in the meantime.
     *
     * <p>An {@link HttpException} becomes the status it carries, an {@link IOException} ends the connection, and
     * anything
     * else becomes a 500 and an error in the log; in each case only while the response is not yet committed, else the
     * connection (HTTP/2: the stream) is closed, so that the client sees the response is not whole.
     *
     * @param exchange the request and its response; must not be used after the exchange ended
     */
    void handle(HttpExchange exchange) throws IOException;
}
