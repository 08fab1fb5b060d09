package io.serval.connector.http2;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
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

    /** A request that came in HTTP/1.1 and is answered in HTTP/2, without what speaks of its connection. */
    static Http2Head copyOf(RequestHead head) {
        Fields sent = head.fields();
        HeaderFields fields = new HeaderFields(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            FieldName name = FieldName.of(sent.name(i));
            if (!ResponseFields.isConnectionSpecific(name) && name != FieldName.HTTP2_SETTINGS) {
                fields.add(name, sent.value(i));
            }
        }
        return new Http2Head(head.method(), head.target(), fields, head.contentLength(), head.authority(), null);
    }

    @Override public HttpVersion version() {
        return HttpVersion.HTTP_2;
    }
}
