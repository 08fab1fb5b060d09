/**
 * The threads that run handlers, and the queue in front of them.
 *
 * <p>The loop queues complete requests by {@link io.serval.connector.work.Workers#execute} and, once after each pass,
 * signals by {@link io.serval.connector.work.Workers#flush}; anybody else may do both. What does not fit the queue is
 * rejected at once, with the cause.
 */
package io.serval.connector.work;
