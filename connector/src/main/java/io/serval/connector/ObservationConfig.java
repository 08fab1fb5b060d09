package io.serval.connector;

import java.time.Duration;
import java.util.Set;

/**
 * How a connector watches itself, and what it answers whatever its load. Names in parentheses are those of the
 * {@code Connector} element, which counts in milliseconds.
 *
 * @param loopStallThreshold   how long a pass of a loop may last before its stack is logged; zero for any time
 *                             ({@code loopStallThreshold}, 200 ms)
 * @param slowRequestThreshold from which time on a request is remembered as slow; zero for none
 *                             ({@code slowRequestThreshold}, 1 s)
 * @param slowRequests         how many slow requests are remembered ({@code slowRequestLogSize}, 128)
 * @param reservedPaths        paths, as clients send them, whose requests have a thread of their own and so are
 *                             answered
 *                             when all workers are busy ({@code reservedPaths}, none)
 * @param serverTiming         whether responses tell clients what their time went to, in the field Server-Timing
 *                             ({@code serverTiming}, false)
 */
public record ObservationConfig(Duration loopStallThreshold, Duration slowRequestThreshold, int slowRequests,
                                Set<String> reservedPaths, boolean serverTiming) {
    private static final int MOST_SLOW = 100_000;

    public static final ObservationConfig DEFAULT = new ObservationConfig(Duration.ofMillis(200),
            Duration.ofSeconds(1), 128, Set.of(), false);

    public ObservationConfig {
        if (loopStallThreshold.isNegative() || slowRequestThreshold.isNegative()) {
            throw new IllegalArgumentException("thresholds must not be negative, were " + loopStallThreshold + " and "
                    + slowRequestThreshold);
        }
        if (slowRequests < 0 || slowRequests > MOST_SLOW) {
            throw new IllegalArgumentException("slowRequests must be between 0 and " + MOST_SLOW + ", was "
                    + slowRequests);
        }
        reservedPaths = Set.copyOf(reservedPaths);
        for (String path : reservedPaths) {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("a reserved path must start with /, was \"" + path + '"');
            }
        }
    }

    public ObservationConfig withLoopStallThreshold(Duration threshold) {
        return new ObservationConfig(threshold, slowRequestThreshold, slowRequests, reservedPaths, serverTiming);
    }

    public ObservationConfig withSlowRequestThreshold(Duration threshold) {
        return new ObservationConfig(loopStallThreshold, threshold, slowRequests, reservedPaths, serverTiming);
    }

    public ObservationConfig withSlowRequests(int kept) {
        return new ObservationConfig(loopStallThreshold, slowRequestThreshold, kept, reservedPaths, serverTiming);
    }

    public ObservationConfig withReservedPaths(Set<String> paths) {
        return new ObservationConfig(loopStallThreshold, slowRequestThreshold, slowRequests, paths, serverTiming);
    }

    public ObservationConfig withServerTiming(boolean value) {
        return new ObservationConfig(loopStallThreshold, slowRequestThreshold, slowRequests, reservedPaths, value);
    }
}
