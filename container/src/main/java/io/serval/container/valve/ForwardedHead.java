package io.serval.container.valve;

import io.serval.http.Fields;
import io.serval.http.HttpVersion;
import io.serval.http.RequestHead;
import io.serval.http.RequestTarget;

/** A request head as the client sent it to the proxy. As long-lived as the head behind it. */
record ForwardedHead(RequestHead head, Fields fields, String authority) implements RequestHead {
    @Override public String method() {
        return head.method();
    }

    @Override public RequestTarget target() {
        return head.target();
    }

    @Override public HttpVersion version() {
        return head.version();
    }

    @Override public long contentLength() {
        return head.contentLength();
    }
}
