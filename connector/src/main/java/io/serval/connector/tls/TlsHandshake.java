package io.serval.connector.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.net.Connection;
import io.serval.connector.net.Protocol;
import io.serval.connector.work.Rejection;
import io.serval.http.TlsInfo;

/**
 * What is spoken on a connection until its TLS session stands; then the protocol that was agreed on takes over. In the
 * loop, which owns the connection all the time; only the engine's tasks, the costly mathematics, run on a worker, and
 * meanwhile nobody touches the engine.
 */
public final class TlsHandshake implements Protocol {
    private static final Logger log = LoggerFactory.getLogger(TlsHandshake.class);
    private static final long ALERT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final byte[] NOT_TLS = page();

    /** Starts the protocol that was agreed on; it reads what is buffered by itself. In the loop. */
    @FunctionalInterface
    public interface Successor {
        /** @param application the ALPN name, empty if the client named none */
        Protocol begin(Connection connection, String application);
    }

    private final Connection connection;
    private final TlsTransport transport;
    private final CertificateWatch certificates;
    private final String[] applications;
    private final HandshakeWork work;
    private final Successor successor;
    private String serverName;
    private boolean computing;
    private boolean failed;

    /**
     * @param applications ALPN names, the favourite first
     * @param timeoutNanos for the whole handshake; 0 for no limit
     */
    TlsHandshake(Connection connection, CertificateWatch certificates, String[] applications, HandshakeWork work,
                 long timeoutNanos, Successor successor) {
        this.connection = connection;
        this.transport = (TlsTransport) connection.transport();
        this.certificates = certificates;
        this.applications = applications;
        this.work = work;
        this.successor = successor;
        connection.deadline(connection.poller().now(), timeoutNanos);
    }

    @Override public void onReadable() throws IOException {
        if (failed || computing) {
            connection.interestWithout(SelectionKey.OP_READ);
            return;
        }
        if (transport.engine() == null && !readHello()) {
            return;
        }
        advance();
    }

    /** Collects the client's hello and chooses the host by it. @return whether there is an engine now */
    private boolean readHello() throws IOException {
        if (transport.receive() < 0) {
            connection.close();
            return false;
        }
        ByteBuffer received = transport.received();
        switch (ClientHello.find(received)) {
            case INCOMPLETE -> { }
            case NOT_TLS, TOO_LARGE -> refuse();
            case HELLO -> {
                serverName = ClientHello.parse(received).serverName();
                SSLEngine engine = certificates.current().find(serverName).newEngine(applications);
                engine.beginHandshake();
                transport.engine(engine);
            }
        }
        return transport.engine() != null;
    }

    /** Somebody speaks HTTP, most likely, where TLS is spoken: says so in the words of HTTP. */
    private void refuse() throws IOException {
        failed = true;
        log.debug("Connection {} does not begin with TLS", connection.id());
        transport.socket().write(ByteBuffer.wrap(NOT_TLS));
        transport.socket().shutdownOutput();
        connection.interest(0);
        connection.deadline(connection.poller().now(), ALERT_NANOS);
    }

    private static byte[] page() {
        String page = "<!doctype html><html lang=\"en\"><head><title>400 Bad Request</title></head><body>"
                + "<h1>400 Bad Request</h1><p>This port speaks TLS: use https:// instead of http://</p>"
                + "</body></html>\n";
        return ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html;charset=utf-8\r\nContent-Length: " + page.length()
                + "\r\nConnection: close\r\n\r\n" + page).getBytes(StandardCharsets.US_ASCII);
    }

    /** Goes as far as the bytes that are here allow. */
    private void advance() throws IOException {
        try {
            HandshakeStatus status = transport.engine().getHandshakeStatus();
            while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
                switch (status) {
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (!unwrap()) {
                            return;
                        }
                    }
                    case NEED_WRAP -> {
                        if (!transport.flush()) {
                            connection.interestAlso(SelectionKey.OP_WRITE);
                            return;
                        }
                        transport.wrapHandshake();
                    }
                    case NEED_TASK -> {
                        compute();
                        return;
                    }
                    case NOT_HANDSHAKING, FINISHED -> { }
                }
                status = transport.engine().getHandshakeStatus();
            }
            if (transport.flush()) {
                established();
            } else {
                connection.interestAlso(SelectionKey.OP_WRITE);
            }
        } catch (SSLException e) {
            fail(e);
        }
    }

    /** @return whether something was unwrapped; if not, more bytes are needed */
    private boolean unwrap() throws IOException {
        if (!transport.flush()) {
            connection.interestAlso(SelectionKey.OP_WRITE);
        }
        SSLEngineResult result = transport.unwrapHandshake();
        switch (result.getStatus()) {
            case OK -> {
                return true;
            }
            case BUFFER_OVERFLOW -> throw new SSLException("content before the end of the handshake");
            case CLOSED -> {
                connection.close();
                return false;
            }
            case BUFFER_UNDERFLOW -> { }
        }
        int count = transport.receive();
        if (count < 0) {
            connection.close();
        }
        return count > 0;
    }

    /** Lets a worker do the mathematics; nothing is read meanwhile. */
    private void compute() {
        computing = true;
        connection.interestWithout(SelectionKey.OP_READ);
        Rejection rejection = work.execute(this::runTasks, connection.poller().now());
        if (rejection != null) {
            log.debug("Handshake of connection {}: {}", connection.id(), rejection.reason());
            connection.close();
        }
    }

    /** On a worker. */
    private void runTasks() {
        try {
            for (Runnable task; (task = transport.engine().getDelegatedTask()) != null; ) {
                task.run();
            }
        } finally {
            connection.poller().execute(this::computed);
        }
    }

    private void computed() {
        computing = false;
        if (connection.isClosing()) {
            return;
        }
        connection.interestAlso(SelectionKey.OP_READ);
        try {
            advance();
        } catch (IOException | RuntimeException e) {
            connection.onFailure(e);
        }
    }

    private void established() throws IOException {
        SSLEngine engine = transport.engine();
        transport.established(info(engine.getSession()));
        String application = engine.getApplicationProtocol();
        connection.interest(SelectionKey.OP_READ);
        Protocol next = successor.begin(connection, application == null ? "" : application);
        connection.protocol(next);
        if (transport.hasBufferedInput()) {
            next.onReadable();
        }
    }

    private TlsInfo info(SSLSession session) {
        List<X509Certificate> peers;
        try {
            peers = Arrays.stream(session.getPeerCertificates()).map(c -> (X509Certificate) c).toList();
        } catch (SSLPeerUnverifiedException e) {
            peers = List.of();                              // the client need not show who it is
        }
        return new TlsInfo(session.getProtocol(), session.getCipherSuite(), keySize(session.getCipherSuite()),
                HexFormat.of().formatHex(session.getId()), peers, serverName);
    }

    /** Effective key bits of a cipher suite (Servlet 6.1 §3.10). */
    static int keySize(String cipherSuite) {
        if (cipherSuite.contains("256") && !cipherSuite.contains("AES_128") || cipherSuite.contains("CHACHA20")) {
            return 256;
        }
        return cipherSuite.contains("3DES") ? 112 : 128;
    }

    /** The engine refuses: its alert goes out, then the connection is closed. */
    private void fail(SSLException cause) {
        failed = true;
        log.debug("Handshake of connection {}: {}", connection.id(), cause.toString());
        try {
            transport.engine().closeOutbound();
            transport.wrapHandshake();
            transport.socket().shutdownOutput();
        } catch (IOException e) {
            log.debug("The alert could not be sent: {}", e.toString());
        }
        connection.interest(0);
        connection.deadline(connection.poller().now(), ALERT_NANOS);
    }

    @Override public void onWritable() throws IOException {
        if (transport.flush()) {
            connection.interestWithout(SelectionKey.OP_WRITE);
            if (!computing && !failed && transport.engine() != null) {
                advance();
            }
        }
    }

    @Override public void onDeadline(long now) {
        connection.close();
    }

    @Override public boolean isIdle() {
        return !computing && transport.engine() == null;
    }

    @Override public void onClosed() { }

    @Override public void onHandedBack() {
        throw new IllegalStateException("the loop never gives a handshake away");
    }

    @Override public void onAwaited(boolean ready) {
        throw new IllegalStateException("nobody waits for a handshake");
    }
}
