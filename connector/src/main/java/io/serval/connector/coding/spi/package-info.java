/**
 * Further content codings, such as br and zstd: a jar beside the server offers a
 * {@link io.serval.connector.coding.spi.ContentCoding} by {@link java.util.ServiceLoader}, and connectors with
 * {@code compression} on use it for clients that ask for it (RFC 9110 §8.4.1).
 */
package io.serval.connector.coding.spi;
