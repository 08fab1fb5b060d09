package io.serval.container.session;

/**
 * Numbers of the sessions of one application, for metrics.
 *
 * @param active          that live now
 * @param maxActive       the most that ever lived at once
 * @param created         created since the application started
 * @param expired         ended because they were idle
 * @param invalidated     ended by the application or by its stop
 * @param rejected        not created because of {@code maxActiveSessions}
 * @param maxAliveSeconds longest life of an ended session
 * @param sumAliveSeconds sum of the lives of all ended sessions
 */
public record SessionCounters(int active, int maxActive, long created, long expired, long invalidated, long rejected,
                              long maxAliveSeconds, long sumAliveSeconds) {
    /** Mean life of an ended session; 0 before any has ended. */
    public long meanAliveSeconds() {
        long ended = expired + invalidated;
        return ended == 0 ? 0 : sumAliveSeconds / ended;
    }
}
