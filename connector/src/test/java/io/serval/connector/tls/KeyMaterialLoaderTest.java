package io.serval.connector.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.serval.connector.tls.config.CertificateSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KeyMaterialLoaderTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "rsa-cert.pem, rsa-pkcs8.pem, RSA, 1",
        "rsa-cert.pem, rsa-pkcs1.pem, RSA, 1",
        "rsa-cert.pem, rsa-pkcs8-encrypted.pem, RSA, 1",
        "rsa-cert.pem, rsa-pkcs1-encrypted.pem, RSA, 1",
        "rsa-chain.pem, rsa-pkcs8.pem, RSA, 2",
        "ec-cert.pem, ec-pkcs8.pem, EC, 1",
        "ec-cert.pem, ec-sec1.pem, EC, 1",
        "ec-both.pem, , EC, 1",
        "ed25519-cert.pem, ed25519-pkcs8.pem, EdDSA, 1",
    })
    void readsEveryFormOfPem(String certificate, String key, String algorithm, int chain) throws Exception {
        KeyMaterial material = KeyMaterialLoader.load(TestKeys.pem(certificate, key));
        assertEquals(algorithm, material.key().getAlgorithm());
        assertEquals(chain, material.chain().size());
    }

    @Test
    void addsTheChainOfAFileOfItsOwn() throws Exception {
        KeyMaterial material = KeyMaterialLoader.load(new CertificateSource.Pem(TestKeys.file("rsa-cert.pem"),
                TestKeys.file("rsa-pkcs8.pem"), TestKeys.file("ca.pem"), null));
        assertEquals(2, material.chain().size());
    }

    @Test
    void readsAKeyStoreWhateverItsTypeIsSaidToBe() throws Exception {
        for (String type : new String[] {null, "PKCS12"}) {
            KeyMaterial material = KeyMaterialLoader.load(new CertificateSource.StoreFile(TestKeys.file("rsa.p12"),
                    type,
                    TestKeys.PASSWORD, null, null));
            assertEquals(2, material.chain().size());
        }
    }

    static Stream<Arguments> unusable() throws Exception {
        return Stream.of(
            Arguments.of("does not belong to the certificate", TestKeys.pem("rsa-cert.pem", "ec-pkcs8.pem")),
            Arguments.of("does not belong to the certificate", TestKeys.pem("shop-cert.pem", "ec-pkcs8.pem")),
            Arguments.of("holds no private key", TestKeys.pem("rsa-cert.pem", null)),
            Arguments.of("holds no certificate", TestKeys.pem("rsa-pkcs8.pem", null)),
            Arguments.of("no PEM block", TestKeys.pem("rsa.p12", null)),
            Arguments.of("no password was given", new CertificateSource.Pem(TestKeys.file("rsa-cert.pem"),
                    TestKeys.file("rsa-pkcs8-encrypted.pem"), null, null)),
            Arguments.of("password does not open it", new CertificateSource.Pem(TestKeys.file("rsa-cert.pem"),
                    TestKeys.file("rsa-pkcs8-encrypted.pem"), null, "wrong".toCharArray())),
            Arguments.of("password does not open it", new CertificateSource.Pem(TestKeys.file("rsa-cert.pem"),
                    TestKeys.file("rsa-pkcs1-encrypted.pem"), null, "wrong".toCharArray())),
            Arguments.of("Keystore does not contain alias 'none'",
                    new CertificateSource.Store(TestKeys.store("rsa.p12"), "none", TestKeys.PASSWORD)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void saysWhatIsWrong(String message, CertificateSource source) {
        Exception e = assertThrows(GeneralSecurityException.class, () -> KeyMaterialLoader.load(source));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void namesTheLineOfABlockThatDoesNotEnd() throws Exception {
        Path file = directory.resolve("cut.pem");
        Files.writeString(file, "text\n-----BEGIN CERTIFICATE-----\nMIIB\n");
        Exception e = assertThrows(GeneralSecurityException.class,
                () -> KeyMaterialLoader.load(new CertificateSource.Pem(file, null, null, null)));
        assertTrue(e.getMessage().contains("cut.pem:2: no line '-----END CERTIFICATE-----' follows"), e.getMessage());
    }

    @Test
    void makesADevelopmentCertificateThatVerifiesItself() throws Exception {
        KeyMaterial material = KeyMaterialLoader.load(new CertificateSource.Development());
        material.certificate().verify(material.certificate().getPublicKey());
        material.certificate().checkValidity();
        assertTrue(material.certificate().getSubjectAlternativeNames().toString().contains("localhost"));
        assertTrue(material.fingerprint().matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"), material.fingerprint());
    }
}
