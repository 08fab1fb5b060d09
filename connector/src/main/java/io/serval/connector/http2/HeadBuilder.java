package io.serval.connector.http2;

import java.util.Set;

import io.serval.connector.http2.hpack.FieldSink;
import io.serval.http.FieldName;
import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.RequestTarget;
import io.serval.http.Status;

/**
 * Makes a request head, or a trailer section, of decoded fields, and judges it by RFC 9113 §8.2 and §8.3. What is
 * malformed
 * is only noted, since the block must be decoded to its end. One object a block.
 */
final class HeadBuilder implements FieldSink {
    private static final Set<String> CONNECTION_SPECIFIC =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private final int maxFields;
    private final boolean trailers;
    private final HeaderFields fields = new HeaderFields(16);
    private String method;
    private String scheme;
    private String authority;
    private String path;
    private String protocol;
    private StringBuilder cookies;
    private String malformed;
    private boolean tooMany;

    HeadBuilder(int maxFields, boolean trailers) {
        this.maxFields = maxFields;
        this.trailers = trailers;
    }

    @Override public void field(String name, String value) {
        if (name.isEmpty()) {
            malformed = "an empty field name";
        } else if (name.charAt(0) == ':') {
            pseudo(name, value);
        } else {
            regular(name, value);
        }
    }

    private void pseudo(String name, String value) {
        if (trailers || fields.size() > 0 || cookies != null) {
            malformed = "pseudo field " + printable(name) + " after the others";
            return;
        }
        switch (name) {
            case ":method" -> method = once(name, method, value);
            case ":scheme" -> scheme = once(name, scheme, value);
            case ":authority" -> authority = once(name, authority, value);
            case ":path" -> path = once(name, path, value);
            case ":protocol" -> protocol = once(name, protocol, value);
            default -> malformed = "pseudo field " + printable(name) + " does not belong in a request";
        }
    }

    private String once(String name, String before, String value) {
        if (before != null) {
            malformed = name + " twice";
        } else if (!isFieldValue(value)) {
            malformed = name + " with a forbidden character";
        }
        return value;
    }

    private void regular(String name, String value) {
        if (!isFieldName(name)) {
            malformed = "field name " + printable(name) + " has a forbidden character";
        } else if (!isFieldValue(value)) {
            malformed = "value of " + name + " has a forbidden character or blanks around it";
        } else if (CONNECTION_SPECIFIC.contains(name)) {
            malformed = name + " speaks of a connection of HTTP/1.1";
        } else if (name.equals("te") && !value.equalsIgnoreCase("trailers")) {
            malformed = "te other than trailers";
        } else if (fields.size() >= maxFields) {
            tooMany = true;
        } else if (name.equals("cookie")) {
            cookie(value);
        } else {
            fields.add(FieldName.of(name), value);
        }
    }

    /** Cookies may come in several lines and are one field for the application (§8.2.3). */
    private void cookie(String value) {
        if (cookies == null) {
            cookies = new StringBuilder(value);
        } else {
            cookies.append("; ").append(value);
        }
    }

    /** Why the section is malformed, or {@code null} if it is not. */
    String malformed() {
        return malformed;
    }

    /** Whether fields were left out because there are too many. */
    boolean hasTooMany() {
        return tooMany;
    }

    /** A trailer section. @throws Http2Exception of the stream, if it is malformed */
    HeaderFields trailers(int streamId) throws Http2Exception {
        if (malformed != null) {
            throw Http2Exception.stream(streamId, ErrorCode.PROTOCOL_ERROR, "trailers: " + malformed);
        }
        return fields;
    }

    /**
     * The head of a request.
     *
     * @throws Http2Exception of the stream, if it is malformed
     * @throws HttpException  if it can be understood and not be served, with the status that says why
     */
    Http2Head head(int streamId, Http2Service.Targets targets) throws Http2Exception, HttpException {
        checkPseudoFields();
        String host = fields.get(FieldName.HOST);
        if (host != null && fields.all("host").size() > 1) {
            malformed = "host twice";
        }
        if (authority == null) {
            authority = host;
        } else if (host == null) {
            fields.add(FieldName.HOST, authority);          // where applications of every age look for it
        } else if (host != null && !host.equalsIgnoreCase(authority)) {
            malformed = "host and :authority differ";
        }
        long length = contentLength();
        if (malformed != null) {
            throw Http2Exception.stream(streamId, ErrorCode.PROTOCOL_ERROR, malformed);
        }
        if (tooMany) {
            throw new HttpException(Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "more than " + maxFields + " field lines (maxHeaderCount)");
        }
        if (authority == null || authority.isEmpty()) {
            throw new HttpException(Status.BAD_REQUEST, "neither :authority nor host");
        }
        if (cookies != null) {
            fields.add(FieldName.COOKIE, cookies.toString());
        }
        return new Http2Head(method, target(targets), fields, length, authority, protocol);
    }

    private void checkPseudoFields() {
        boolean connect = "CONNECT".equals(method);
        if (method == null || method.isEmpty()) {
            malformed = "no :method";
        } else if (!isToken(method)) {
            malformed = ":method is no token";
        } else if (connect && protocol == null) {
            malformed = scheme == null && path == null && authority != null ? malformed
                    : "CONNECT needs :authority alone";
        } else if (protocol != null && !connect) {
            malformed = ":protocol without CONNECT";
        } else if (protocol != null && authority == null) {
            malformed = "extended CONNECT without :authority";
        } else if (scheme == null || scheme.isEmpty() || path == null || path.isEmpty()) {
            malformed = "no :scheme or no :path";
        } else if (path.charAt(0) != '/' && !path.equals("*")) {
            malformed = ":path does not begin with a slash";  // §8.3.1; a URI here would name a second authority
        }
    }

    private RequestTarget target(Http2Service.Targets targets) throws HttpException {
        return targets.parse(protocol == null ? method : "GET", path, authority);
    }

    private long contentLength() {
        String value = fields.get(FieldName.CONTENT_LENGTH);
        if (value == null) {
            return -1;
        }
        long length = value.isEmpty() || value.length() > 18 ? -1 : 0;
        for (int i = 0; length >= 0 && i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            length = digit < 0 || digit > 9 ? -1 : length * 10 + digit;
        }
        if (length < 0 || fields.all("content-length").size() > 1) {
            malformed = "content-length is no number";
        }
        return length;
    }

    private static boolean isFieldName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z' || !isTokenCharacter(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static boolean isFieldValue(String value) {
        int length = value.length();
        if (length > 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)))) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < Math.min(40, text.length()); i++) {
            char c = text.charAt(i);
            safe.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return safe.toString();
    }
}
