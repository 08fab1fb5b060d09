/**
 * Keys, certificates and TLS sessions on the JDK's {@code SSLEngine}: from the files an administrator names to an
 * engine for
 * one connection.
 *
 * <p>{@link io.serval.connector.tls.KeyMaterialLoader} reads keys; {@link io.serval.connector.tls.TlsContexts} holds
 * one
 * context a host and finds the one a client asks for by the server name of its {@link
 * io.serval.connector.tls.ClientHello}
 * (RFC 6066 §3); {@link io.serval.connector.tls.CertificateWatch} replaces them when the files change. Reading files
 * and
 * making contexts happens on the thread that starts the connector and on the watch's own, never in a loop. What is
 * published is immutable and safe for any thread.
 */
package io.serval.connector.tls;
