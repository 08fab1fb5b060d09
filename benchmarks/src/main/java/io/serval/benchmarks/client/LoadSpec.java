package io.serval.benchmarks.client;

import java.nio.charset.StandardCharsets;

/**
 * What to send, over how many connections.
 *
 * @param request         the bytes of one request
 * @param connections     keep-alive connections, all open before the first request
 * @param pipeline        requests sent together before waiting for their answers (1)
 * @param ratePerSecond   requests a second over all connections; 0 sends the next as soon as an answer is complete
 */
public record LoadSpec(byte[] request, int connections, int pipeline, int ratePerSecond) {
    public LoadSpec {
        if (connections < 1 || pipeline < 1 || ratePerSecond < 0) {
            throw new IllegalArgumentException("connections and pipeline must be at least 1, ratePerSecond at least 0");
        }
    }

    public static LoadSpec get(String path, int connections) {
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
        return new LoadSpec(head.getBytes(StandardCharsets.US_ASCII), connections, 1, 0);
    }

    public static LoadSpec postForm(String path, String form, int connections) {
        String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + form.length() + "\r\n\r\n" + form;
        return new LoadSpec(request.getBytes(StandardCharsets.US_ASCII), connections, 1, 0);
    }

    public LoadSpec pipelined(int requests) {
        return new LoadSpec(request, connections, requests, ratePerSecond);
    }

    public LoadSpec paced(int perSecond) {
        return new LoadSpec(request, connections, pipeline, perSecond);
    }
}
