package io.serval.connector.work;

/**
 * How many workers there are, and how much waits for them.
 *
 * @param maxThreads       most jobs that run at the same time
 * @param maxWaiting       how many jobs that wait for their clients do not count among these
 * @param minThreads       platform threads that stay when there is nothing to do
 * @param maxQueue         most jobs that wait
 * @param maxQueueAgeNanos longest wait of the eldest job before new ones are rejected; 0 for any
 * @param idleNanos        after which a thread beyond {@code minThreads} ends
 */
public record WorkLimits(int maxThreads, int maxWaiting, int minThreads, int maxQueue, long maxQueueAgeNanos,
                         long idleNanos) { }
