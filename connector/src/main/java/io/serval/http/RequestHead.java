package io.serval.http;

/**
 * What arrived before the content of a request (RFC 9112 §3 and §5, RFC 9113 §8.3).
 *
 * <p>Unchanging while its exchange lives, but the object may be a view of memory that the connection uses again: take
 * strings from it, do not keep it.
 */
public interface RequestHead {
    /** The method token as sent; case-sensitive (RFC 9110 §9.1). Registered methods are always the same instance. */
    String method();

    RequestTarget target();

    HttpVersion version();

    /** The header section, in the order of arrival. */
    Fields fields();

    /** The length that Content-Length declares, in bytes; -1 when there is none or the length is not known. */
    long contentLength();

    /** The authority the request is for: that of the target or else the Host field; empty when neither names one. */
    String authority();
}
