package io.serval.benchmarks.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * New TLS 1.3 connections one after the other, each with one GET. What is to be measured is the server: the client
 * itself needs as much CPU as that.
 */
public final class Handshakes {
    private static final byte[] REQUEST = ("GET /plaintext HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;
    private final boolean resumed;
    private final SSLContext context;
    private long continued;

    /**
     * @param connections that were made
     * @param nanos       time they took together
     * @param continued   those that went on with the session of an earlier one
     */
    public record Result(long connections, long nanos, long continued) { }

    /** @param resumed whether the client offers its last session */
    public Handshakes(InetSocketAddress server, boolean resumed) throws GeneralSecurityException {
        this.server = server;
        this.resumed = resumed;
        this.context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
    }

    public Result run(Duration time) throws IOException {
        long start = System.nanoTime();
        long now = start;
        long connections = 0;
        continued = 0;
        for (; now - start < time.toNanos(); now = System.nanoTime()) {
            connect();
            connections++;
        }
        return new Result(connections, now - start, continued);
    }

    private void connect() throws IOException {
        long begin = System.currentTimeMillis();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(server.getAddress(), server.getPort())) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(REQUEST);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (!answer.startsWith("HTTP/1.1 200")) {
                throw new IOException("not answered with 200: " + answer);
            }
            SSLSession session = socket.getSession();
            continued += session.getCreationTime() < begin ? 1 : 0;
            if (!resumed) {
                session.invalidate();
            }
        }
    }

    /** The certificate is made for one run. */
    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) { }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
