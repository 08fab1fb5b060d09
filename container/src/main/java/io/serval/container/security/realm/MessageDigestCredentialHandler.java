package io.serval.container.security.realm;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

import io.serval.container.spi.CredentialHandler;

/**
 * Passwords as digests, in the forms that Tomcat stores: {@code salt$iterations$digest}, a bare digest in hexadecimal,
 * and the LDAP forms {@code {MD5}}, {@code {SHA}} and {@code {SSHA}} in Base64. The first round digests salt and
 * password, each further one the digest before it.
 */
public final class MessageDigestCredentialHandler implements CredentialHandler {
    private static final int SHA1_LENGTH = 20;

    private final String algorithm;
    private final int iterations;
    private final int saltLength;
    private final Charset encoding;
    private final SecureRandom random = new SecureRandom();

    /** With one round, 32 bytes of salt, and UTF-8. */
    public MessageDigestCredentialHandler(String algorithm) {
        this(algorithm, 1, 32, StandardCharsets.UTF_8);
    }

    /**
     * @param algorithm  the JDK's name, such as {@code SHA-512}
     * @param iterations rounds for new passwords
     * @param saltLength bytes for new passwords; 0 for bare digests
     * @param encoding   of passwords
     */
    public MessageDigestCredentialHandler(String algorithm, int iterations, int saltLength, Charset encoding) {
        if (iterations < 1 || saltLength < 0) {
            throw new IllegalArgumentException("iterations must be at least 1 and saltLength not negative, were "
                    + iterations + ", " + saltLength);
        }
        this.algorithm = algorithm;
        this.iterations = iterations;
        this.saltLength = saltLength;
        this.encoding = encoding;
        newDigest(algorithm);
    }

    /** The JDK's name of the hash. */
    public String algorithm() {
        return algorithm;
    }

    @Override public boolean matches(String password, String stored) {
        byte[] bytes = password.getBytes(encoding);
        if (stored.startsWith("{")) {
            return matchesLdap(bytes, stored);
        }
        SaltedDigest salted = SaltedDigest.parse(stored);
        if (salted != null) {
            byte[] computed = digest(algorithm, salted.iterations(), salted.salt(), bytes);
            return MessageDigest.isEqual(salted.digest(), computed);
        }
        String bare = HexFormat.of().formatHex(digest(algorithm, 1, new byte[0], bytes));
        return MessageDigest.isEqual(ascii(bare), ascii(stored.toLowerCase(Locale.ROOT)));
    }

    private static boolean matchesLdap(byte[] password, String stored) {
        int close = stored.indexOf('}');
        byte[] kept = close < 0 ? null : decode(stored.substring(close + 1));
        if (kept == null) {
            return false;
        }
        return switch (stored.substring(0, close + 1)) {
            case "{MD5}" -> MessageDigest.isEqual(kept, digest("MD5", 1, new byte[0], password));
            case "{SHA}" -> MessageDigest.isEqual(kept, digest("SHA-1", 1, new byte[0], password));
            case "{SSHA}" -> matchesSsha(kept, password);
            default -> false;
        };
    }

    /** The salt follows the digest, and goes into it after the password. */
    private static boolean matchesSsha(byte[] kept, byte[] password) {
        if (kept.length < SHA1_LENGTH) {
            return false;
        }
        byte[] salt = Arrays.copyOfRange(kept, SHA1_LENGTH, kept.length);
        byte[] computed = digest("SHA-1", 1, password, salt);
        return MessageDigest.isEqual(Arrays.copyOf(kept, SHA1_LENGTH), computed);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override public String mutate(String password) {
        byte[] salt = new byte[saltLength];
        random.nextBytes(salt);
        byte[] digest = digest(algorithm, iterations, salt, password.getBytes(encoding));
        return saltLength == 0 && iterations == 1 ? HexFormat.of().formatHex(digest)
                : new SaltedDigest(salt, iterations, digest).toString();
    }

    private static byte[] digest(String algorithm, int rounds, byte[] first, byte[] second) {
        MessageDigest digest = newDigest(algorithm);
        digest.update(first);
        byte[] result = digest.digest(second);
        for (int round = 1; round < rounds; round++) {
            result = digest.digest(result);
        }
        return result;
    }

    private static MessageDigest newDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("algorithm \"" + algorithm + "\" is unknown; use SHA-512 or SHA-256",
                    e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
