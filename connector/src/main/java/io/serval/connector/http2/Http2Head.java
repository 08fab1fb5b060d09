package io.serval.connector.http2;

import io.serval.http.Fields;
import io.serval.http.HttpVersion;
import io.serval.http.RequestHead;
import io.serval.http.RequestTarget;

/**
 * The head of a request over HTTP/2. Immutable.
 *
 * @param protocol of an extended CONNECT (RFC 8441), or {@code null}
 */
record Http2Head(String method, RequestTarget target, Fields fields, long contentLength, String authority,
                 String protocol) implements RequestHead {
    /** Stands in for a head that could not be understood. */
    static final Http2Head UNKNOWN = new Http2Head("", RequestTarget.origin("", null), Fields.EMPTY, -1, "", null);

    @Override public HttpVersion version() {
        return HttpVersion.HTTP_2;
    }
}
