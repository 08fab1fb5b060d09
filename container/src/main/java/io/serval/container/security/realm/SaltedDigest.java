package io.serval.container.security.realm;

import java.util.HexFormat;

/**
 * A stored digest with what it was made with, written {@code salt$iterations$digest}: salt and digest in hexadecimal.
 * Immutable; the arrays are not changed by anybody.
 *
 * @param salt       may be empty
 * @param iterations at least 1
 * @param digest     of salt and password
 */
record SaltedDigest(byte[] salt, int iterations, byte[] digest) {
    private static final HexFormat HEX = HexFormat.of();

    /** Reads the three parts, or gives {@code null} if that is something else. */
    static SaltedDigest parse(String stored) {
        int first = stored.indexOf('$');
        int second = stored.indexOf('$', first + 1);
        if (first < 0 || second < 0) {
            return null;
        }
        try {
            int iterations = Integer.parseInt(stored.substring(first + 1, second));
            return iterations < 1 ? null : new SaltedDigest(HEX.parseHex(stored.substring(0, first)), iterations,
                    HEX.parseHex(stored.substring(second + 1)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override public String toString() {
        return HEX.formatHex(salt) + '$' + iterations + '$' + HEX.formatHex(digest);
    }
}
