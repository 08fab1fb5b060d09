package io.serval.connector.net;

/**
 * Who may use buffers and channel of a connection.
 *
 * <pre>
 * state                read interest  meaning                              leaves by
 * POLLER               on             the loop may read                    handOff → WORKER; share → SHARED
 * WORKER               on             a worker, or a suspended exchange    giveBack → POLLER, one compare-and-set;
 *                                                                          bytes or FIN arrive → WORKER_INPUT_PENDING
 * WORKER_INPUT_PENDING off            as WORKER, and more has arrived      the worker reads it, or gives back with a
 *                                                                          task that arms the interest again
 * SHARED               as asked       upgraded: a reader and a writer,     closing
 *                                     each with its own direction; the
 *                                     loop only tells them
 * CLOSING              off            the loop closes the channel          –
 * </pre>
 *
 * While a worker, or a suspended exchange, has the connection, its threads may wait for the socket ({@link
 * SocketWaits}): then the interest is what they wait for besides.
 */
enum Owner { POLLER, WORKER, WORKER_INPUT_PENDING, SHARED, CLOSING }
