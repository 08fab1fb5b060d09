package io.serval.container.security.realm;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import io.serval.container.spi.CredentialHandler;

/**
 * Passwords as derived keys (PBKDF2, RFC 8018), stored {@code salt$iterations$key} in hexadecimal as Tomcat does. Made
 * to take time: whoever steals the file has to spend it for each guess.
 */
public final class SecretKeyCredentialHandler implements CredentialHandler {
    private final String algorithm;
    private final int iterations;
    private final int saltLength;
    private final int keyLength;
    private final SecureRandom random = new SecureRandom();

    /** {@code PBKDF2WithHmacSHA512}, 210,000 rounds, 32 bytes of salt, 512 bits. */
    public SecretKeyCredentialHandler() {
        this("PBKDF2WithHmacSHA512", 210_000, 32, 512);
    }

    /**
     * @param algorithm  the JDK's name
     * @param iterations rounds for new passwords
     * @param saltLength bytes for new passwords
     * @param keyLength  bits, a multiple of 8
     */
    public SecretKeyCredentialHandler(String algorithm, int iterations, int saltLength, int keyLength) {
        if (iterations < 1 || saltLength < 1 || keyLength < 8 || keyLength % 8 != 0) {
            throw new IllegalArgumentException("iterations and saltLength must be at least 1 and keyLength a multiple "
                    + "of 8, were " + iterations + ", " + saltLength + ", " + keyLength);
        }
        this.algorithm = algorithm;
        this.iterations = iterations;
        this.saltLength = saltLength;
        this.keyLength = keyLength;
        factory();
    }

    @Override public boolean matches(String password, String stored) {
        SaltedDigest salted = SaltedDigest.parse(stored);
        if (salted == null || salted.salt().length == 0 || salted.digest().length == 0) {
            return false;
        }
        int bits = salted.digest().length * Byte.SIZE;
        return MessageDigest.isEqual(salted.digest(), derive(password, salted.salt(), salted.iterations(), bits));
    }

    @Override public String mutate(String password) {
        byte[] salt = new byte[saltLength];
        random.nextBytes(salt);
        return new SaltedDigest(salt, iterations, derive(password, salt, iterations, keyLength)).toString();
    }

    private byte[] derive(String password, byte[] salt, int rounds, int bits) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, bits);
        try {
            return factory().generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key cannot be derived by " + algorithm, e);
        } finally {
            spec.clearPassword();
        }
    }

    private SecretKeyFactory factory() {
        try {
            return SecretKeyFactory.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("algorithm \"" + algorithm + "\" is unknown; use PBKDF2WithHmacSHA512",
                    e);
        }
    }
}
