package io.serval.container.accesslog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpExchange;
import io.serval.http.RequestHead;

/** The parts of a line that have no time in them. */
final class LogElements {
    private LogElements() {
    }

    static LogElement literal(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return (out, exchange, view) -> out.raw(bytes);
    }

    static LogElement remoteAddress() {
        return (out, exchange, view) -> {
            String address = view.remoteAddress();
            out.textOrDash(address != null ? address : address(exchange.connection().remote()));
        };
    }

    static LogElement peerAddress() {
        return (out, exchange, view) -> out.textOrDash(address(exchange.connection().remote()));
    }

    static LogElement localAddress() {
        return (out, exchange, view) -> out.textOrDash(address(exchange.connection().local()));
    }

    /** Names are not looked up: the address as text, without the slash and the name that its own text would have. */
    private static String address(SocketAddress socket) {
        InetAddress address = socket instanceof InetSocketAddress inet ? inet.getAddress() : null;
        return address == null ? null : address.getHostAddress();
    }

    static LogElement localPort() {
        return (out, exchange, view) -> port(out, exchange.connection().local());
    }

    static LogElement remotePort() {
        return (out, exchange, view) -> port(out, exchange.connection().remote());
    }

    /** The port the client named, else that of the scheme. */
    static LogElement canonicalPort() {
        return (out, exchange, view) -> {
            String authority = exchange.head().authority();
            String port = authority.substring(nameEnd(authority));
            if (port.length() > 1) {
                out.text(port.substring(1));
            } else {
                out.number(exchange.connection().secure() ? 443 : 80);
            }
        };
    }

    private static void port(LineBuffer out, SocketAddress socket) {
        if (socket instanceof InetSocketAddress inet) {
            out.number(inet.getPort());
        } else {
            out.raw('-');
        }
    }

    static LogElement serverName() {
        return (out, exchange, view) -> {
            String authority = exchange.head().authority();
            out.textOrDash(authority.substring(0, nameEnd(authority)));
        };
    }

    private static int nameEnd(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? colon : authority.length();
    }

    static LogElement requestLine() {
        return (out, exchange, view) -> {
            RequestHead head = exchange.head();
            if (head.method().isEmpty()) {
                out.raw('-');
                return;
            }
            out.text(head.method()).raw(' ').text(head.target().path());
            query(out, head);
            out.raw(' ').text(head.version().toString());
        };
    }

    static LogElement query() {
        return (out, exchange, view) -> query(out, exchange.head());
    }

    private static void query(LineBuffer out, RequestHead head) {
        String query = head.target().query();
        if (query != null) {
            out.raw('?').text(query);
        }
    }

    static LogElement method() {
        return (out, exchange, view) -> out.textOrDash(exchange.head().method());
    }

    static LogElement path() {
        return (out, exchange, view) -> out.textOrDash(exchange.head().target().path());
    }

    static LogElement protocol() {
        return (out, exchange, view) -> out.text(exchange.head().version().toString());
    }

    static LogElement status() {
        return (out, exchange, view) -> out.number(exchange.response().status(), 3);
    }

    /** Bytes of content that were sent. @param dash whether none is written as a dash */
    static LogElement bytesSent(boolean dash) {
        return (out, exchange, view) -> {
            long sent = hasNoContent(exchange) ? 0 : exchange.response().written();
            if (sent == 0 && dash) {
                out.raw('-');
            } else {
                out.number(sent);
            }
        };
    }

    private static boolean hasNoContent(HttpExchange exchange) {
        int status = exchange.response().status();
        return status == 204 || status == 304 || exchange.head().method().equals("HEAD");
    }

    static LogElement user() {
        return (out, exchange, view) -> out.textOrDash(view.remoteUser());
    }

    static LogElement sessionId() {
        return (out, exchange, view) -> out.textOrDash(view.sessionId());
    }

    static LogElement threadName() {
        return (out, exchange, view) -> out.textOrDash(Thread.currentThread().getName());
    }

    /** X: broken off, -: the connection is closed, +: it may serve another request. */
    static LogElement connectionStatus() {
        return (out, exchange, view) -> {
            String connection = exchange.response().fields().get(FieldName.CONNECTION);
            if (!exchange.response().isFinished()) {
                out.raw('X');
            } else {
                out.raw("close".equalsIgnoreCase(connection) ? '-' : '+');
            }
        };
    }

    static LogElement connectionId() {
        return (out, exchange, view) -> out.number(exchange.connection().id());
    }

    static LogElement exchangeId() {
        return (out, exchange, view) -> out.number(exchange.id());
    }

    static LogElement protocolRequestId() {
        return (out, exchange, view) -> out.textOrDash(exchange.protocolRequestId());
    }

    static LogElement requestField(String name) {
        FieldName field = FieldName.of(name);
        return (out, exchange, view) -> field(out, exchange.head().fields(), field);
    }

    static LogElement responseField(String name) {
        FieldName field = FieldName.of(name);
        return (out, exchange, view) -> field(out, exchange.response().fields(), field);
    }

    private static void field(LineBuffer out, Fields fields, FieldName name) {
        boolean found = false;
        for (int i = 0; i < fields.size(); i++) {
            if (name.matches(fields.name(i))) {
                if (found) {
                    out.raw(',');
                }
                out.text(fields.value(i));
                found = true;
            }
        }
        if (!found) {
            out.raw('-');
        }
    }

    static LogElement cookie(String name) {
        return (out, exchange, view) -> {
            String value = null;
            for (String field : exchange.head().fields().all(FieldName.COOKIE.text())) {
                value = value != null ? value : cookie(field, name);
            }
            out.textOrDash(value);
        };
    }

    private static String cookie(String field, String name) {
        for (String pair : field.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                return pair.substring(equals + 1).strip();
            }
        }
        return null;
    }

    static LogElement attribute(String name) {
        return (out, exchange, view) -> object(out, view.attribute(name));
    }

    static LogElement sessionAttribute(String name) {
        return (out, exchange, view) -> object(out, view.sessionAttribute(name));
    }

    private static void object(LineBuffer out, Object value) {
        out.textOrDash(value == null ? null : value.toString());
    }
}
