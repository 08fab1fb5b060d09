package io.serval.connector.tls.config;

import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;

/**
 * TLS for one host name of a connector; Tomcat's {@code SSLHostConfig}.
 *
 * @param name                 a host name, {@code *.domain} for the names one label below, or {@link #DEFAULT_NAME}
 * @param protocols            of {@code TLSv1.3} and {@code TLSv1.2}; empty means both ({@code protocols})
 * @param ciphers              names of cipher suites; empty means the JDK's choice without the weak ones ({@code
 *                             ciphers})
 * @param serverCipherOrder    whether the order of {@code ciphers} counts, not the client's ({@code honorCipherOrder})
 * @param clientCertificates   whether clients are asked for a certificate ({@code certificateVerification})
 * @param trust                whose client certificates are good
 * @param sessionCacheSize     sessions kept for resumption; 0 means the JDK's default ({@code sessionCacheSize})
 * @param sessionTimeout       how long a session can be resumed ({@code sessionTimeout}, one day)
 * @param certificates         at least one, at most one of each kind of key; the client's abilities choose
 */
public record TlsHost(String name, List<String> protocols, List<String> ciphers, boolean serverCipherOrder,
                      ClientCertificates clientCertificates, Trust trust, int sessionCacheSize, Duration sessionTimeout,
                      List<CertificateSource> certificates) {
    /** The name of the host that serves clients who name none, or one that is not configured. */
    public static final String DEFAULT_NAME = "_default_";

    /** Whether clients show who they are. */
    public enum ClientCertificates { NONE, OPTIONAL, REQUIRED }

    /**
     * Whose client certificates are good.
     *
     * @param authorities  PEM file of certificate authorities ({@code caCertificateFile}), or {@code null}
     * @param storeFile    key store of authorities ({@code truststoreFile}), or {@code null}
     * @param storeType    its type ({@code truststoreType}), or {@code null} to let the file tell
     * @param password     its password ({@code truststorePassword}), or {@code null}
     * @param store        a loaded key store of authorities, or {@code null}
     * @param revocations  PEM or DER file of revocation lists ({@code certificateRevocationListFile}), or {@code null}
     * @param revocation   whether revocation is checked even without a file, by the JDK's means: OCSP and distribution
     *                     points ({@code revocationEnabled})
     * @param maxDepth     longest chain between a client and an authority ({@code certificateVerificationDepth}, 10)
     */
    public record Trust(Path authorities, Path storeFile, String storeType, char[] password, KeyStore store,
                        Path revocations, boolean revocation, int maxDepth) {
        /** The authorities the JDK trusts. */
        public static final Trust JDK = new Trust(null, null, null, null, null, null, false, 10);
    }

    public TlsHost {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("host " + name + " needs at least one certificate");
        }
        for (String protocol : protocols) {
            if (!protocol.equals("TLSv1.2") && !protocol.equals("TLSv1.3")) {
                throw new IllegalArgumentException(
                        "protocols of host " + name + " may be TLSv1.2 and TLSv1.3, was " + protocol);
            }
        }
    }

    /** The default host with one certificate and safe defaults for the rest. */
    public static TlsHost of(CertificateSource certificate) {
        return new TlsHost(DEFAULT_NAME, List.of(), List.of(), false, ClientCertificates.NONE, Trust.JDK, 0,
                Duration.ofDays(1), List.of(certificate));
    }

    public TlsHost withName(String name) {
        return new TlsHost(name, protocols, ciphers, serverCipherOrder, clientCertificates, trust, sessionCacheSize,
                sessionTimeout, certificates);
    }

    public TlsHost withProtocols(List<String> protocols) {
        return new TlsHost(name, protocols, ciphers, serverCipherOrder, clientCertificates, trust, sessionCacheSize,
                sessionTimeout, certificates);
    }

    public TlsHost withCiphers(List<String> ciphers, boolean serverCipherOrder) {
        return new TlsHost(name, protocols, ciphers, serverCipherOrder, clientCertificates, trust, sessionCacheSize,
                sessionTimeout, certificates);
    }

    public TlsHost withClientCertificates(ClientCertificates wanted, Trust trust) {
        return new TlsHost(name, protocols, ciphers, serverCipherOrder, wanted, trust, sessionCacheSize,
                sessionTimeout, certificates);
    }

    public TlsHost withCertificates(List<CertificateSource> certificates) {
        return new TlsHost(name, protocols, ciphers, serverCipherOrder, clientCertificates, trust, sessionCacheSize,
                sessionTimeout, certificates);
    }
}
