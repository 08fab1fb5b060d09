package io.serval.connector.tls;

import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.tls.config.TlsHost;
import io.serval.connector.tls.config.TlsHost.ClientCertificates;
import io.serval.connector.tls.config.TlsHost.Trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TlsContextsTest {
    private static final TlsHost BOTH = TlsHost.of(TestKeys.pem("rsa-cert.pem", "rsa-pkcs8.pem")).withCertificates(
            List.of(TestKeys.pem("rsa-cert.pem", "rsa-pkcs8.pem"), TestKeys.pem("ec-cert.pem", "ec-pkcs8.pem")));
    private static final TlsHost SHOP = TlsHost.of(TestKeys.pem("shop-cert.pem",
            "shop-pkcs8.pem")).withName("*.Shop.test");

    private static TlsContexts contexts(TlsHost... hosts) throws Exception {
        return TlsContexts.load(new TlsConfig(List.of(hosts), hosts[0].name(), Duration.ZERO, Duration.ZERO));
    }

    private static SSLEngine client(String serverName, String keyStore) throws Exception {
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("ca", PemFile.read(TestKeys.file("ca.pem")).certificates().get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(authorities);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(keyStore == null ? null : TestKeys.store(keyStore), TestKeys.PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        if (serverName != null) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    private static String subject(SSLEngine client) throws Exception {
        return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @CsvSource(value = {
        "www.shop.test, CN=*.shop.test",
        "shop.test, CN=localhost",
        "a.b.shop.test, CN=localhost",
        "else.test, CN=localhost",
        "NULL, CN=localhost",
    }, nullValues = "NULL")
    void servesTheCertificateOfTheNameTheClientAsksFor(String asked, String expected) throws Exception {
        TlsContexts contexts = contexts(BOTH, SHOP);
        SSLEngine client = client(asked, null);
        new Handshake(client, contexts.find(asked).newEngine(new String[] {"http/1.1"})).run();
        assertEquals(expected, subject(client));
    }

    @ParameterizedTest
    @CsvSource({"rsa_pss_rsae_sha256, RSA", "ecdsa_secp256r1_sha256, EC"})
    void servesTheKindOfKeyTheClientCanVerify(String scheme, String algorithm) throws Exception {
        SSLEngine client = client(null, null);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setCipherSuites(algorithm.equals("RSA")
                ? new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}
                : new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
        parameters.setProtocols(new String[] {"TLSv1.2"});
        client.setSSLParameters(parameters);
        new Handshake(client, contexts(BOTH).find(null).newEngine(new String[0])).run();
        assertEquals(algorithm, client.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm(), scheme);
    }

    @Test
    void agreesOnTheServersFavouriteApplicationProtocol() throws Exception {
        SSLEngine client = client(null, null);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1", "h2"});
        client.setSSLParameters(parameters);
        SSLEngine server = contexts(BOTH).find(null).newEngine(new String[] {"h2", "http/1.1"});
        new Handshake(client, server).run();
        assertEquals("h2", server.getApplicationProtocol());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.1", "TLSv1"})
    void refusesOldProtocols(String protocol) throws Exception {
        SSLEngine client = client(null, null);
        client.setEnabledProtocols(new String[] {protocol});
        SSLEngine server = contexts(BOTH).find(null).newEngine(new String[0]);
        assertThrows(SSLException.class, () -> new Handshake(client, server).run());
    }

    @Test
    void offersOnlySuitesWithForwardSecrecy() throws Exception {
        for (String suite : contexts(BOTH).find(null).newEngine(new String[0]).getEnabledCipherSuites()) {
            assertTrue(suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20") || suite.contains("DHE")
                    || suite.endsWith("SCSV"), suite);
        }
    }

    private static TlsHost asking(ClientCertificates wanted, String revocations) {
        Trust trust = new Trust(TestKeys.file("ca.pem"), null, null, null, null,
                revocations == null ? null : TestKeys.file(revocations), false, 10);
        return BOTH.withClientCertificates(wanted, trust);
    }

    @Test
    void knowsTheClientThatShowsAGoodCertificate() throws Exception {
        SSLEngine client = client(null, "client.p12");
        SSLEngine server = contexts(asking(ClientCertificates.REQUIRED, null)).find(null).newEngine(new String[0]);
        new Handshake(client, server).run();
        assertEquals("CN=alice", subject(server));
    }

    @Test
    void refusesAClientWithoutTheRequiredCertificate() throws Exception {
        SSLEngine client = client(null, null);
        SSLEngine server = contexts(asking(ClientCertificates.REQUIRED, null)).find(null).newEngine(new String[0]);
        assertThrows(SSLException.class, () -> new Handshake(client, server).run());
    }

    @Test
    void servesAClientWithoutAnOptionalCertificate() throws Exception {
        SSLEngine client = client(null, null);
        SSLEngine server = contexts(asking(ClientCertificates.OPTIONAL, null)).find(null).newEngine(new String[0]);
        new Handshake(client, server).run();
        assertEquals("CN=localhost", subject(client));
    }

    @ParameterizedTest
    @CsvSource({"client.p12, true", "revoked.p12, false"})
    void looksIntoTheRevocationList(String store, boolean good) throws Exception {
        SSLEngine client = client(null, store);
        SSLEngine server = contexts(asking(ClientCertificates.REQUIRED, "revoked.crl.pem")).find(null)
                .newEngine(new String[0]);
        Handshake handshake = new Handshake(client, server);
        if (good) {
            handshake.run();
            assertEquals("CN=alice", subject(server));
        } else {
            assertThrows(SSLException.class, handshake::run);
        }
    }

    @Test
    void refusesTwoKeysOfOneKindForOneHost() {
        TlsHost twice = BOTH.withCertificates(List.of(TestKeys.pem("ec-cert.pem", "ec-pkcs8.pem"),
                TestKeys.pem("shop-cert.pem", "shop-pkcs8.pem")));
        Exception e = assertThrows(IllegalArgumentException.class, () -> contexts(twice));
        assertTrue(e.getMessage().contains("a host takes one of each"), e.getMessage());
    }

    @Test
    void namesAnUnknownCipher() {
        Exception e = assertThrows(IllegalArgumentException.class,
                () -> contexts(BOTH.withCiphers(List.of("TLS_NONSENSE"), true)));
        assertTrue(e.getMessage().contains("no cipher suite 'TLS_NONSENSE'"), e.getMessage());
    }
}
