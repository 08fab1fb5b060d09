/**
 * The content coding zstd (RFC 8878, as RFC 9659 limits it) for responses, by zstd-jni. A connector finds it by
 * {@link java.util.ServiceLoader}, and workers run it as they write; nothing else calls in.
 */
package io.serval.zstd;
