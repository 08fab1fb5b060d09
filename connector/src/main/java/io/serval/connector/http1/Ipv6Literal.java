package io.serval.connector.http1;

/** Recognises an IPv6 address in brackets (RFC 3986 §3.2.2, without zones and future versions). */
final class Ipv6Literal {
    private static final int GROUPS = 8;
    private static final int NONE = -1;

    private Ipv6Literal() { }

    /**
     * Where the literal ends that begins with the bracket at {@code start}.
     *
     * @return the index after the closing bracket, or -1 if there is no valid literal
     */
    static int end(byte[] bytes, int start, int end) {
        int at = start + 1;
        int groups = 0;
        boolean gap = false;
        while (at < end && bytes[at] != ']') {
            if (isAt(bytes, at, end, ':') && isAt(bytes, at + 1, end, ':')) {
                at += 2;
                if (gap) {
                    return NONE;
                }
                gap = true;
                if (isAt(bytes, at, end, ']')) {
                    break;
                }
            } else if (groups > 0 && bytes[at++] != ':') {
                return NONE;
            }
            int next = endOfGroup(bytes, at, end);
            boolean dotted = isAt(bytes, next, end, '.');
            at = dotted ? endOfIpv4(bytes, at, end) : next > at ? next : NONE;
            if (at == NONE) {
                return NONE;
            }
            groups += dotted ? 2 : 1;
        }
        return at < end && (gap ? groups < GROUPS : groups == GROUPS) ? at + 1 : NONE;
    }

    private static boolean isAt(byte[] bytes, int at, int end, char wanted) {
        return at < end && bytes[at] == wanted;
    }

    private static int endOfGroup(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && at < start + 4 && Octets.hexDigit(bytes[at]) >= 0) {
            at++;
        }
        return at;
    }

    /** The last 32 bits written as IPv4: four numbers up to 255, then the bracket. */
    private static int endOfIpv4(byte[] bytes, int start, int end) {
        int at = start;
        for (int part = 0; part < 4; part++) {
            int first = at;
            int value = 0;
            while (at < end && at < first + 3 && Octets.isDigit(bytes[at])) {
                value = value * 10 + bytes[at++] - '0';
            }
            if (at == first || value > 255 || !isAt(bytes, at, end, part < 3 ? '.' : ']')) {
                return NONE;
            }
            at += part < 3 ? 1 : 0;
        }
        return at;
    }
}
