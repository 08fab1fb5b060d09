/**
 * What exchanges of every protocol share: the application they are served by, the workers that serve them, their
 * counters,
 * and the sleep of those that were suspended. Protocols call in; nothing here knows one.
 */
package io.serval.connector.exchange;
