package io.serval.container.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes of the Digest scheme (RFC 7616 §6.1). */
public enum DigestAlgorithm {
    SHA_512_256("SHA-512-256", "SHA-512/256"),
    SHA_256("SHA-256", "SHA-256"),
    MD5("MD5", "MD5");

    private final String token;
    private final String javaName;

    DigestAlgorithm(String token, String javaName) {
        this.token = token;
        this.javaName = javaName;
    }

    /** The name in header fields. */
    public String token() {
        return token;
    }

    /** The JDK's name. */
    public String javaName() {
        return javaName;
    }

    /** The algorithm of a token, letter case ignored, or {@code null} if it is none of ours. */
    public static DigestAlgorithm of(String token) {
        for (DigestAlgorithm each : values()) {
            if (each.token.equalsIgnoreCase(token)) {
                return each;
            }
        }
        return null;
    }

    MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + javaName + "; take it out of algorithms", e);
        }
    }
}
