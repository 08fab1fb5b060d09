package io.serval.connector.tls;

import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import io.serval.connector.tls.config.CertificateSource;

/** The files of {@code src/test/resources/tls}. */
final class TestKeys {
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

    static KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file(name))) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
