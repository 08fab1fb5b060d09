package io.serval.container.servlet;

import java.io.IOException;

import io.serval.http.Fields;
import io.serval.http.HttpExchange;
import io.serval.http.HttpExchangeWrapper;
import io.serval.http.RequestContent;
import io.serval.http.ResponseContent;

/**
 * The exchange of an asynchronous request: threads of the application use it while the container may be ending it, by
 * a timeout for one. Reading and writing each pass a gate, which lets one thread through at a time and nobody after
 * the end. So a thread that comes late, or is caught in the middle, never touches what the connection serves next.
 *
 * <p>Safe for any thread.
 */
final class AsyncExchange extends HttpExchangeWrapper {
    private final Gate reading;
    private final Gate writing;
    private final AsyncRequestContent content;
    private final AsyncResponseContent response;

    /** @param name of the request, for who comes too late */
    AsyncExchange(HttpExchange exchange, Object name) {
        super(exchange);
        reading = new Gate(name);
        writing = new Gate(name);
        response = new AsyncResponseContent(exchange.response(), writing);
        content = new AsyncRequestContent(exchange.content(), reading, writing);
    }

    /** Lets nobody through any more. */
    void end() {
        boolean alone = writing.close() & reading.close();
        if (!alone) {
            abort(); // a thread waits for the client, who may never come: it wakes as the connection ends
        }
    }

    @Override public RequestContent content() {
        return content;
    }

    @Override public ResponseContent response() {
        return response;
    }

    @Override public void inform(int status, Fields fields) throws IOException {
        writing.enter();
        try {
            super.inform(status, fields);
        } finally {
            writing.leave();
        }
    }
}
