/**
 * Content codings of responses (RFC 9110 §8.4): which response is encoded, in which coding, and the encoding on the
 * fly. {@link io.serval.connector.coding.CodedResponse} stands before the response of either protocol, so the protocols
 * frame encoded bytes as they frame any others; where compression is off it does not exist. Used by the owner of an
 * exchange. Gzip is built in; others come through {@code coding.spi}.
 */
package io.serval.connector.coding;
