package io.serval.connector.tls.config;

import java.nio.file.Path;
import java.security.KeyStore;

/** Where a certificate and its private key come from. Passwords are kept as given and never printed. */
public sealed interface CertificateSource {
    /**
     * PEM files as certificate authorities and OpenSSL write them: PKCS#8, PKCS#1 and SEC 1 keys, encrypted or not.
     *
     * @param certificate the server's certificate, possibly followed by its chain ({@code certificateFile})
     * @param key         the private key ({@code certificateKeyFile}), or {@code null} if the first file holds it too
     * @param chain       further certificates ({@code certificateChainFile}), or {@code null}
     * @param password    of an encrypted key ({@code certificateKeyPassword}), or {@code null}
     */
    record Pem(Path certificate, Path key, Path chain, char[] password) implements CertificateSource { }

    /**
     * A file of a key store.
     *
     * @param file          ({@code certificateKeystoreFile})
     * @param type          such as {@code PKCS12} or {@code JKS} ({@code certificateKeystoreType}), or {@code null} to
     *                      let the file tell
     * @param storePassword ({@code certificateKeystorePassword}), or {@code null}
     * @param alias         ({@code certificateKeyAlias}), or {@code null} for the first key of the store
     * @param keyPassword   ({@code certificateKeyPassword}), or {@code null} if it is the store's
     */
    record StoreFile(Path file, String type, char[] storePassword, String alias, char[] keyPassword)
            implements CertificateSource { }

    /** A key store that the embedder has loaded; components as in {@link StoreFile}. */
    record Store(KeyStore store, String alias, char[] keyPassword) implements CertificateSource { }

    /** A certificate for {@code localhost} made at start and signed by itself: for development only. */
    record Development() implements CertificateSource { }
}
