package io.serval.connector.http2;

/**
 * The streams that ended last, and who ended them. What a client still sends on a stream that the server has reset was
 * under way and is passed over; on a stream that it ended itself it is an error (RFC 9113 §5.1). Of streams that ended
 * longer ago nothing is known, and nobody who keeps to the rules sends anything on them. Confined to the loop.
 */
final class ClosedStreams {
    /** What became of a stream. */
    enum End { UNKNOWN, BY_CLIENT, BY_SERVER }

    private static final int KEPT = 128;
    private static final int FIRST = 8;

    private int[] recent = new int[0];
    private int next;

    /** Identifiers of clients are odd: the lowest bit has room for who it was. */
    void add(int id, End end) {
        if (next == recent.length && next < KEPT) {
            grow();
        }
        recent[next++ % KEPT] = id & ~1 | (end == End.BY_CLIENT ? 1 : 0);
        next = next == 2 * KEPT ? KEPT : next;
    }

    private void grow() {
        int[] more = new int[Math.max(FIRST, recent.length * 2)];
        System.arraycopy(recent, 0, more, 0, recent.length);
        recent = more;
    }

    End find(int id) {
        for (int i = 0; i < Math.min(next, recent.length); i++) {
            if ((recent[i] & ~1) == (id & ~1)) {
                return (recent[i] & 1) != 0 ? End.BY_CLIENT : End.BY_SERVER;
            }
        }
        return End.UNKNOWN;
    }
}
