/**
 * HTTP/2 (RFC 9113) on one connection. The loop reads: {@link io.serval.connector.http2.FrameReader} cuts frames,
 * {@link io.serval.connector.http2.Http2Protocol} moves streams by them and assembles small contents; every stream is
 * served on a worker like a request of HTTP/1.1. {@link io.serval.connector.http2.Http2Output} takes frames from loop
 * and workers, {@link io.serval.connector.http2.SendFlow} content as the windows allow, and with {@link
 * io.serval.connector.http2.SocketWriter} whoever finds nobody writing writes for all.
 *
 * <p>Who owns what: the table of streams, the decoder and the guard against abuse are the loop's; the encoder, the send
 * windows and the bytes to be written are guarded by the output's lock; the content of a stream has a lock of its own.
 * No two locks are held at once, and none while a handler runs or a socket is written.
 */
package io.serval.connector.http2;
