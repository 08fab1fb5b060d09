package io.serval.container.valve;

import io.serval.container.engine.RequestLogView;

/** What the access log gets to know of a request that came by a proxy: the client's address, and all else as it is. */
record ForwardedLogView(RequestLogView view, String remoteAddress) implements RequestLogView {
    @Override public String hostName() {
        return view.hostName();
    }

    @Override public String contextPath() {
        return view.contextPath();
    }

    @Override public String remoteUser() {
        return view.remoteUser();
    }

    @Override public String sessionId() {
        return view.sessionId();
    }

    @Override public Object attribute(String name) {
        return view.attribute(name);
    }

    @Override public Object sessionAttribute(String name) {
        return view.sessionAttribute(name);
    }
}
