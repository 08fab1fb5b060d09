package io.serval.connector.metrics;

import java.time.Instant;

/**
 * A request that took longer than {@code slowRequestThreshold}, with what its time went to. Times are in nanoseconds
 * after the first byte of the request; -1 for what did not happen.
 *
 * @param ended        when
 * @param id           of the exchange, unique within the connector
 * @param connection   identifier of the connection
 * @param remote       address of the client
 * @param protocol     ALPN name of the protocol
 * @param method       of the request
 * @param path         as it was sent, without the query, which may hold secrets
 * @param status       of the response
 * @param headComplete the head was there
 * @param queued       the request went to the queue of the workers
 * @param dispatched   a worker began
 * @param firstByteOut the response was committed
 * @param lastByteOut  the response was handed to the transport
 * @param total        the exchange was over
 */
public record SlowRequest(Instant ended, long id, long connection, String remote, String protocol, String method,
                          String path, int status, long headComplete, long queued, long dispatched, long firstByteOut,
                          long lastByteOut, long total) { }
