package io.serval.connector.net;

/**
 * How much memory the buffers of one loop take, in bytes.
 *
 * @param directBytes outside of the heap, for what goes out; beyond that the heap has to do
 * @param heapBytes   in the heap, for what comes in; beyond that nothing is collected that a worker can read as well
 * @param track       keeps track of lent buffers; slow, for tests
 */
record LoopMemory(long directBytes, long heapBytes, boolean track) {
    /** Of the largest heap that the JVM may have. The JVM takes the same for direct memory, unless told otherwise. */
    private static final int SHARE = 8;
    private static final long MOST_DIRECT_BYTES = 256L << 20;

    /** An eighth of what the JVM may take of either kind, divided among the loops of a connector. */
    static LoopMemory share(int loops, boolean track) {
        long each = Runtime.getRuntime().maxMemory() / SHARE / loops;
        return new LoopMemory(Math.min(each, MOST_DIRECT_BYTES), each, track);
    }
}
