package io.serval.connector.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.serval.connector.tls.config.CertificateSource;
import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.tls.config.TlsHost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CertificateWatchTest {
    @TempDir Path directory;
    private CertificateWatch watch;
    private int changes;

    @BeforeEach
    void serveAnRsaCertificate() throws Exception {
        put("rsa-cert.pem", "cert.pem");
        put("rsa-pkcs8.pem", "key.pem");
        TlsHost host = TlsHost.of(new CertificateSource.Pem(directory.resolve("cert.pem"), directory.resolve("key.pem"),
                null, null));
        watch = new CertificateWatch(new TlsConfig(List.of(host), host.name(), Duration.ZERO, Duration.ZERO),
                Clock.systemUTC());
    }

    private void put(String from, String to) throws Exception {
        Path target = directory.resolve(to);
        Files.copy(TestKeys.file(from), target, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(target, FileTime.from(Instant.now().plusSeconds(++changes)));
    }

    private String served() {
        return watch.current().find(null).materials().get(0).key().getAlgorithm();
    }

    @Test
    void takesUpAChangedPair() throws Exception {
        put("ec-cert.pem", "cert.pem");
        put("ec-pkcs8.pem", "key.pem");
        watch.check();
        assertEquals("EC", served());
    }

    @Test
    void keepsTheOldPairUntilTheNewOneFits() throws Exception {
        put("ec-cert.pem", "cert.pem");
        watch.check();
        assertEquals("RSA", served());
        put("ec-pkcs8.pem", "key.pem");
        watch.check();
        assertEquals("EC", served());
    }

    @Test
    void keepsTheOldPairWhenAFileIsGone() throws Exception {
        Files.delete(directory.resolve("key.pem"));
        watch.check();
        assertEquals("RSA", served());
    }

    @Test
    void leavesUnchangedFilesAlone() {
        TlsContexts before = watch.current();
        watch.check();
        assertSame(before, watch.current());
        watch.reloadAll();
        assertNotSame(before, watch.current());
    }

    @Test
    void knowsWhenTheFirstCertificateEnds() {
        assertTrue(watch.notAfter().isAfter(Instant.now()));
    }
}
