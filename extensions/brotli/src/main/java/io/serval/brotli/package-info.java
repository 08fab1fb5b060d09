/**
 * The content coding br (RFC 7932) for responses, by brotli4j. A connector finds it by
 * {@link java.util.ServiceLoader}, and workers run it as they write; nothing else calls in.
 */
package io.serval.brotli;
