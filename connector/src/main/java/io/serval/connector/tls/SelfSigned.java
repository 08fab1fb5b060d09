package io.serval.connector.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Makes a certificate for development (RFC 5280): P-256, for {@code localhost}, {@code 127.0.0.1} and {@code ::1},
 * signed
 * by itself, good for 90 days. It lives in memory only, so every start makes another one.
 */
final class SelfSigned {
    private static final Duration VALID = Duration.ofDays(90);
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    private SelfSigned() { }

    static KeyMaterial create(Instant now) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] content = content(pair, now);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(content);
        byte[] encoded = Der.sequence(content, algorithm(), Der.bits(0, signature.sign()));
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded));
        return new KeyMaterial(pair.getPrivate(), List.of(certificate), "development certificate");
    }

    private static byte[] content(KeyPair pair, Instant now) {
        byte[] name = Der.sequence(Der.element(Der.SET,
                Der.sequence(Der.oid(COMMON_NAME), Der.text("localhost"))));
        byte[] validity = Der.sequence(Der.time(now.minus(Duration.ofHours(1))), Der.time(now.plus(VALID)));
        BigInteger serial = new BigInteger(96, new SecureRandom()).setBit(95);
        return Der.sequence(Der.element(0xa0, Der.integer(2)), Der.integer(serial), algorithm(), name, validity, name,
                pair.getPublic().getEncoded(), Der.element(0xa3, extensions()));
    }

    private static byte[] extensions() {
        byte[] names = Der.sequence(
                Der.element(DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.element(IP_ADDRESS, new byte[] {127, 0, 0, 1}),
                Der.element(IP_ADDRESS, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
        return Der.sequence(
                extension(BASIC_CONSTRAINTS, true, Der.sequence()),
                extension(KEY_USAGE, true, Der.bits(7, new byte[] {(byte) 0x80})),
                extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.oid(SERVER_AUTH))),
                extension(SUBJECT_ALTERNATIVE_NAME, false, names));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] algorithm() {
        return Der.sequence(Der.oid(ECDSA_WITH_SHA256));
    }
}
