package io.serval.connector.net;

/**
 * Notices a selector that returns at once without a reason, again and again (JDK-6670302 and its kin on some kernels),
 * so that the loop replaces it. Confined to its Poller.
 */
final class WakeupRepair {
    /** Returns in a row without a reason before the selector is given up. */
    static final int LIMIT = 512;

    private int inARow;
    private long total;

    /** @return whether the selector has to be replaced */
    boolean returned(boolean forNoReason) {
        if (!forNoReason) {
            inARow = 0;
            return false;
        }
        total++;
        if (++inARow < LIMIT) {
            return false;
        }
        inARow = 0;
        return true;
    }

    long total() {
        return total;
    }
}
