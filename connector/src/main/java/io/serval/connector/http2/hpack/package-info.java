/**
 * Header compression for HTTP/2 (RFC 7541): a decoder and an encoder, one of each a connection, each with its dynamic
 * table. Both are confined to whoever owns that direction of the connection; the order of blocks is the order of calls.
 * Fields come and go as strings; what they mean, and whether they may be there, is the caller's matter.
 */
package io.serval.connector.http2.hpack;
