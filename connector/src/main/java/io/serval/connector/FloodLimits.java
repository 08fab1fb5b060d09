package io.serval.connector;

/**
 * How often a client of HTTP/2 may send in ten seconds what costs it nothing and the server something; one more ends
 * the
 * connection with ENHANCE_YOUR_CALM. Names in parentheses are those of the {@code UpgradeProtocol} element.
 *
 * @param resets        streams reset before they were answered ({@code maxResetFrames}, 200)
 * @param settings      SETTINGS ({@code maxSettingsFrames}, 100)
 * @param pings         PING ({@code maxPingFrames}, 1000)
 * @param priorities    PRIORITY and PRIORITY_UPDATE ({@code maxPriorityFrames}, 2000)
 * @param idleFrames    DATA without content that does not end its stream, unasked acknowledgements, frames of unknown
 *                      types ({@code maxIdleFrames}, 1000)
 * @param windowUpdates WINDOW_UPDATE beyond two for each byte of content sent ({@code maxWindowUpdateFrames}, 1000)
 * @param faults        frames for which the server resets a stream, malformed requests for example
 *                      ({@code maxFaultyFrames}, 200)
 * @param continuations CONTINUATION frames of one header block ({@code maxContinuationFrames}, 100)
 */
public record FloodLimits(int resets, int settings, int pings, int priorities, int idleFrames, int windowUpdates,
                          int faults, int continuations) {
    public static final FloodLimits DEFAULT = new FloodLimits(200, 100, 1_000, 2_000, 1_000, 1_000, 200, 100);

    public FloodLimits {
        atLeast("maxResetFrames", resets, 0);
        atLeast("maxSettingsFrames", settings, 1);
        atLeast("maxPingFrames", pings, 0);
        atLeast("maxPriorityFrames", priorities, 0);
        atLeast("maxIdleFrames", idleFrames, 0);
        atLeast("maxWindowUpdateFrames", windowUpdates, 0);
        atLeast("maxFaultyFrames", faults, 0);
        atLeast("maxContinuationFrames", continuations, 0);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }
}
