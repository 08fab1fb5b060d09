/**
 * Time as the connector sees it: a clock that tests can replace, and timers that cost nothing while nothing is due.
 *
 * <p>Called by the loop and the protocols. A {@link io.serval.connector.time.TimerWheel} and its timers are confined to
 * one Poller, except where a method says otherwise.
 */
package io.serval.connector.time;
