package io.serval.container.security;

/**
 * The counts that one nonce was used with. Parallel requests may arrive out of order, so that the last 64 counts are
 * remembered one by one. Guarded by {@link Nonces}.
 */
final class NonceUse {
    private static final int WINDOW = Long.SIZE;

    private final long birth;
    private long highest;
    /** Bit n stands for count {@code highest - n}. */
    private long seen;

    NonceUse(long birth) {
        this.birth = birth;
    }

    long birth() {
        return birth;
    }

    /** Whether that count was not used before; marks it used. */
    boolean accept(long count) {
        if (count > highest) {
            long ahead = count - highest;
            seen = (ahead < WINDOW ? seen << ahead : 0) | 1;
            highest = count;
            return true;
        }
        long behind = highest - count;
        if (count < 1 || behind >= WINDOW || (seen & 1L << behind) != 0) {
            return false;
        }
        seen |= 1L << behind;
        return true;
    }
}
