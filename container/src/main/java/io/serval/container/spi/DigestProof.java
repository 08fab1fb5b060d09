package io.serval.container.spi;

/**
 * A digest response of a client (RFC 7616 §3.4), to be held against what a realm keeps of the user. Compares in
 * constant time. Immutable.
 */
public interface DigestProof {
    /** The user name that the client gave. */
    String userName();

    /** The protection space, part of what is hashed. */
    String realmName();

    /** The JDK's name of the hash: {@code MD5}, {@code SHA-256} or {@code SHA-512/256}. */
    String algorithm();

    /** Whether a client that knows this password would have answered so. */
    boolean matchesPassword(String password);

    /**
     * Whether a client would have answered so for this kept digest.
     *
     * @param ha1 hash of {@code user:realm:password} by {@link #algorithm()}, in hexadecimal
     */
    boolean matchesDigest(String ha1);
}
