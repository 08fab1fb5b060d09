package io.serval.container.servlet;

import jakarta.servlet.ServletConnection;

import io.serval.http.ConnectionInfo;

/** The connection of a request (Servlet 6.1 §3.1.3 of the API). Immutable; may be kept. */
record ServletConnectionImpl(ConnectionInfo info) implements ServletConnection {
    @Override public String getConnectionId() {
        return Long.toString(info.id());
    }

    @Override public String getProtocol() {
        return info.protocol();
    }

    /** HTTP/1.x and HTTP/2 give connections no identifier of their own. */
    @Override public String getProtocolConnectionId() {
        return "";
    }

    @Override public boolean isSecure() {
        return info.secure();
    }
}
