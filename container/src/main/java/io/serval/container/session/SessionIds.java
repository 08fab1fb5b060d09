package io.serval.container.session;

import java.security.SecureRandom;

/** Makes identifiers nobody can guess. Safe for any thread. */
final class SessionIds {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final int bytes;
    private final String suffix;

    SessionIds(int bytes, String jvmRoute) {
        this.bytes = bytes;
        this.suffix = jvmRoute == null ? "" : "." + jvmRoute;
    }

    /** Seeding costs time, and applications without sessions need none. */
    private static final class Lazy {
        static final SecureRandom RANDOM = new SecureRandom();
    }

    String next() {
        byte[] random = new byte[bytes];
        Lazy.RANDOM.nextBytes(random);
        StringBuilder id = new StringBuilder(bytes * 2 + suffix.length());
        for (byte b : random) {
            id.append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
        }
        return id.append(suffix).toString();
    }
}
