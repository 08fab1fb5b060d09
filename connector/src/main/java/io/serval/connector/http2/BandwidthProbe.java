package io.serval.connector.http2;

/**
 * Measures how much content is under way from the client: a PING is sent when content arrives, and what arrives until
 * its answer is about the bandwidth-delay product. When that nears the window, the window is what limits the client,
 * and it is made four times as large, up to its bound: three times there and back are enough from the smallest to the
 * largest. Confined to the loop of its connection.
 */
final class BandwidthProbe {
    /** Marks our PINGs among the answers. */
    static final long OPAQUE = 0x5365_7276_616c_3031L;

    private static final long GROWTH = 4;

    private final int maxWindow;
    private int window;
    private boolean underWay;
    private long arrived;

    BandwidthProbe(int window, int maxWindow) {
        this.window = window;
        this.maxWindow = maxWindow;
    }

    /** Content has arrived. @return whether a PING shall be sent */
    boolean arrived(int bytes) {
        if (window >= maxWindow) {
            return false;
        }
        arrived += bytes;
        if (underWay) {
            return false;
        }
        underWay = true;
        arrived = bytes;
        return true;
    }

    /** Whether an answer is awaited. */
    boolean isUnderWay() {
        return underWay;
    }

    /** The PING was answered. @param mayGrow whether there is memory for it @return whether the window has grown */
    boolean answered(boolean mayGrow) {
        if (!underWay) {
            return false;
        }
        underWay = false;
        if (!mayGrow || arrived < window / 3 * 2) {
            return false;
        }
        window = (int) Math.min(maxWindow, GROWTH * window);
        return true;
    }

    /** What a stream may send before it is read. */
    int window() {
        return window;
    }
}
