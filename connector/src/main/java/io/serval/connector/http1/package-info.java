/**
 * HTTP/1.0 and HTTP/1.1 on the wire (RFC 9112).
 *
 * <p>The byte parts know neither sockets nor threads: {@link io.serval.connector.http1.HeadScanner} finds the end of a
 * head, {@link io.serval.connector.http1.Http1Head} parses it in one pass,
 * {@link io.serval.connector.http1.ChunkedDecoder} unwraps chunked content, and
 * {@link io.serval.connector.http1.ResponseHeadWriter} writes response heads. Whatever is ambiguous is refused with an
 * {@link io.serval.http.HttpException}, after which the connection has to be closed: nobody knows where the next
 * request begins. Each object of these is owned by one thread at a time, the owner of its connection, unless its class
 * says otherwise.
 */
package io.serval.connector.http1;
