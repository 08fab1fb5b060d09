package io.serval.connector.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.serval.connector.tls.config.CertificateSource;
import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.tls.config.TlsHost;

/** The files of {@code src/test/resources/tls}. */
public final class TestKeys {
    static final char[] PASSWORD = "secret".toCharArray();

    private TestKeys() { }

    static Path file(String name) {
        try {
            return Path.of(TestKeys.class.getResource("/tls/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static CertificateSource.Pem pem(String certificate, String key) {
        return new CertificateSource.Pem(file(certificate), key == null ? null : file(key), null, PASSWORD);
    }

    /** For a server on this machine. */
    public static TlsConfig localhost() {
        return TlsConfig.of(TlsHost.of(pem("rsa-cert.pem", "rsa-pkcs8.pem")));
    }

    /** The same, for clients that do not take longer than this to agree. */
    public static TlsConfig localhost(Duration handshake) {
        TlsHost host = TlsHost.of(pem("rsa-cert.pem", "rsa-pkcs8.pem"));
        return new TlsConfig(List.of(host), host.name(), handshake, Duration.ZERO);
    }

    /** For a client that trusts the authority of these certificates. */
    public static SSLContext trustingClient() throws GeneralSecurityException, IOException {
        return trustingClient(null);
    }

    /** @param keys of the client, or {@code null} if it has none */
    static SSLContext trustingClient(KeyManager[] keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(file("ca.pem"))) {
            trusted.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    static KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file(name))) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
