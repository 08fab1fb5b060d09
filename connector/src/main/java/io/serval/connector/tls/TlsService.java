package io.serval.connector.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;

import io.serval.connector.buffer.BufferPool;
import io.serval.connector.net.Connection;
import io.serval.connector.net.Protocol;
import io.serval.connector.net.Transport;
import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.work.Workers;

/** TLS of one connector: its certificates, and the handshakes of its connections. Safe for any thread. */
public final class TlsService {
    private final TlsConfig config;
    private final CertificateWatch certificates;
    private final String[] applications;
    private final HandshakeWork work;
    private final TlsHandshake.Successor successor;

    /**
     * Reads the certificates.
     *
     * @param applications ALPN names, the favourite first
     * @throws IOException when a certificate cannot be used, with the reason
     */
    public TlsService(TlsConfig config, String[] applications, Workers workers, TlsHandshake.Successor successor)
            throws IOException {
        this.config = config;
        this.applications = applications.clone();
        this.work = new HandshakeWork(workers);
        this.successor = successor;
        try {
            certificates = new CertificateWatch(config, Clock.systemUTC());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** TLS over a socket. @param pool of the loop the connection belongs to */
    public Transport transport(Transport socket, BufferPool pool) {
        return new TlsTransport(socket, pool);
    }

    /** What a new connection speaks first. */
    public Protocol handshake(Connection connection) {
        return new TlsHandshake(connection, certificates, applications, work, config.handshakeTimeout().toNanos(),
                successor);
    }

    /**
     * Whether what a client was allowed when it asked for one host holds for another: the same keys, the same rules.
     *
     * @param asked the host name of the handshake, or {@code null}  @param named in lower case, without a port
     */
    public boolean isSameHost(String asked, String named) {
        TlsContexts current = certificates.current();
        return current.find(asked) == current.find(named);
    }

    /** Takes up certificates whose files have changed; reads files, so not for a loop. */
    public void checkCertificates() {
        certificates.check();
    }

    /** Reads all certificates again. */
    public void reload() {
        certificates.reloadAll();
    }

    /** How long between two looks at the files; zero means never. */
    public long watchNanos() {
        return config.watch().toNanos();
    }

    /** When the first certificate in force ends. */
    public Instant notAfter() {
        return certificates.notAfter();
    }
}
