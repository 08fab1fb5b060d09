package io.serval.connector.http1;

import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * Checks host and port (RFC 3986 §3.2.2, RFC 9110 §4.2).
 *
 * <p>Of the characters that the grammar allows in a registered name, only those that occur in names of hosts are
 * accepted: letters, digits, hyphen, dot, underscore, tilde. The others ({@code , ; = %} and more) name no host and
 * make proxies disagree. User information is refused (RFC 9110 §4.2.4).
 */
final class Authority {
    private static final boolean[] NAME = Octets.table(Octets.alphanumeric() + "-._~");
    private static final int MAX_PORT = 65_535;

    private Authority() { }

    /**
     * Checks the bytes from {@code start} to before {@code end}.
     *
     * @return the port, or -1 if none is named
     * @throws HttpException with 400 when the host is empty or not valid
     */
    static int check(byte[] bytes, int start, int end) throws HttpException {
        int hostEnd = start < end && bytes[start] == '['
                ? Ipv6Literal.end(bytes, start, end) : endOfName(bytes, start, end);
        if (hostEnd <= start || hostEnd < end && bytes[hostEnd] != ':') {
            throw new HttpException(Status.BAD_REQUEST, "host is empty or not valid");
        }
        return hostEnd + 1 < end ? port(bytes, hostEnd + 1, end) : -1;
    }

    private static int endOfName(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && NAME[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    private static int port(byte[] bytes, int start, int end) throws HttpException {
        int port = 0;
        for (int i = start; i < end; i++) {
            if (!Octets.isDigit(bytes[i])) {
                throw new HttpException(Status.BAD_REQUEST, "port of the host is not a number");
            }
            port = port * 10 + bytes[i] - '0';
            if (port > MAX_PORT) {
                throw new HttpException(Status.BAD_REQUEST, "port of the host is larger than " + MAX_PORT);
            }
        }
        return port;
    }
}
