package io.serval.connector.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * A private key with the certificate chain that vouches for it. Immutable; the key is known to belong to the first
 * certificate, because a record that would not fit cannot be made.
 *
 * @param chain  the server's own certificate first, at least one
 * @param origin where it came from, for messages
 */
public record KeyMaterial(PrivateKey key, List<X509Certificate> chain, String origin) {
    /** @throws IllegalArgumentException when the chain is empty or the key belongs to another certificate */
    public KeyMaterial {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(origin + ": there is no certificate for the private key");
        }
        if (!belongTogether(key, chain.get(0).getPublicKey())) {
            throw new IllegalArgumentException(origin + ": the private key does not belong to the certificate of "
                    + chain.get(0).getSubjectX500Principal());
        }
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** When the first certificate of the chain ends. */
    public Instant notAfter() {
        return chain.stream().map(c -> c.getNotAfter().toInstant()).min(Instant::compareTo).orElseThrow();
    }

    /** The SHA-256 fingerprint of the certificate, as browsers show it. */
    public String fingerprint() throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }

    /** Signs something and verifies it: the only test that holds for every algorithm and provider. */
    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        try {
            byte[] probe = new byte[32];
            new SecureRandom().nextBytes(probe);
            Signature signature = Signature.getInstance(algorithm(certified));
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(probe);
            return signature.verify(signed);
        } catch (InvalidKeyException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("keys of " + certified.getAlgorithm() + " cannot be used here", e);
        }
    }

    private static String algorithm(PublicKey certified) {
        return switch (certified.getAlgorithm()) {
            case "RSA" -> certified instanceof RSAPublicKey ? "SHA256withRSA" : "RSASSA-PSS";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> "SHA256with" + certified.getAlgorithm();
        };
    }
}
