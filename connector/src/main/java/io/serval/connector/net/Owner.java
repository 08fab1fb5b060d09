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
 * WORKER_AWAITING      as asked       the owner waits for the socket       ready or deadline → WORKER or
 *                                                                          WORKER_INPUT_PENDING, and the owner is told
 * SHARED               as asked       upgraded: a reader and a writer,     closing
 *                                     each with its own direction; the
 *                                     loop only tells them
 * CLOSING              off            the loop closes the channel          –
 * </pre>
 */
enum Owner { POLLER, WORKER, WORKER_INPUT_PENDING, WORKER_AWAITING, SHARED, CLOSING }
