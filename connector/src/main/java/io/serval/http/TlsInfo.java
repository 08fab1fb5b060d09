package io.serval.http;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Facts of a TLS session. Immutable.
 *
 * @param protocol           such as {@code TLSv1.3}
 * @param cipherSuite        the name the JDK gives the cipher suite
 * @param keySize            effective bits of the symmetric key
 * @param sessionId          in hexadecimal, empty if the session has none
 * @param peerCertificates   the client's certificate chain, its own first; empty if it sent none
 * @param requestedHost      the host name of the SNI extension, or {@code null} if the client sent none
 */
public record TlsInfo(String protocol, String cipherSuite, int keySize, String sessionId,
                      List<X509Certificate> peerCertificates, String requestedHost) {
    public TlsInfo {
        peerCertificates = List.copyOf(peerCertificates);
    }
}
