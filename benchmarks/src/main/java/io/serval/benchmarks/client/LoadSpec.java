package io.serval.benchmarks.client;

import java.nio.charset.StandardCharsets;

/**
 * What to send, over how many connections.
 *
 * @param request         the bytes of one request
 * @param connections     keep-alive connections, all open before the first request
 * @param pipeline        requests sent together before waiting for their answers (1)
 * @param ratePerSecond   requests a second over all connections; 0 sends the next as soon as an answer is complete
 * @param status          of an answer that is no failure (200)
 */
public record LoadSpec(byte[] request, int connections, int pipeline, int ratePerSecond, int status) {
    /** An answer that takes longer is none to a client. */
    public static final long PATIENCE_NANOS = 1_000_000_000L;

    private static final int OK = 200;

    public LoadSpec {
        if (connections < 1 || pipeline < 1 || ratePerSecond < 0) {
            throw new IllegalArgumentException("connections and pipeline must be at least 1, ratePerSecond at least 0");
        }
    }

    public static LoadSpec get(String path, int connections) {
        return new LoadSpec(request("GET " + path, "Accept: */*\r\n", ""), connections, 1, 0, OK);
    }

    public static LoadSpec postForm(String path, String form, int connections) {
        String fields = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n";
        return new LoadSpec(request("POST " + path, fields, form), connections, 1, 0, OK);
    }

    /** A POST of that many bytes. */
    public static LoadSpec upload(String path, int bytes, int connections) {
        String fields = "Content-Type: application/octet-stream\r\nContent-Length: " + bytes + "\r\n";
        return new LoadSpec(request("POST " + path, fields, "x".repeat(bytes)), connections, 1, 0, OK);
    }

    private static byte[] request(String methodAndPath, String fields, String content) {
        return (methodAndPath + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + content)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The same with a further field line, which needs no line end. */
    public LoadSpec withField(String line) {
        String text = new String(request, StandardCharsets.US_ASCII);
        return new LoadSpec(text.replaceFirst("\r\n\r\n", "\r\n" + line + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII), connections, pipeline, ratePerSecond, status);
    }

    public LoadSpec pipelined(int requests) {
        return new LoadSpec(request, connections, requests, ratePerSecond, status);
    }

    public LoadSpec paced(int perSecond) {
        return new LoadSpec(request, connections, pipeline, perSecond, status);
    }

    public LoadSpec expecting(int answer) {
        return new LoadSpec(request, connections, pipeline, ratePerSecond, answer);
    }
}
