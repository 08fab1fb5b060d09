package io.serval.container.servlet;

/**
 * The host and port of a request (RFC 3986 §3.2). Immutable.
 *
 * @param host with the brackets of an IPv6 address; empty if none was named
 * @param port -1 if none was named
 */
record Authority(String host, int port) {
    static Authority parse(String text) {
        int at = text.lastIndexOf('@');
        String place = at < 0 ? text : text.substring(at + 1);
        int colon = place.lastIndexOf(':');
        if (colon < 0 || colon < place.lastIndexOf(']')) {
            return new Authority(place, -1);
        }
        return new Authority(place.substring(0, colon), port(place, colon + 1));
    }

    private static int port(String text, int start) {
        int port = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            port = port * 10 + digit;
            if (digit < 0 || digit > 9 || port > 65_535) {
                return -1;
            }
        }
        return start == text.length() ? -1 : port;
    }
}
