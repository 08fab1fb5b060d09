package io.serval.connector.http1;

/** The method tokens that servers meet, always as the same instance (RFC 9110 §9, RFC 4918, RFC 5789). */
final class KnownMethods {
    private static final String[] METHODS = {
        "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND", "PROPPATCH",
        "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH",
    };
    private static final byte[][] BYTES = bytes();

    private KnownMethods() { }

    /** The token in the bytes from {@code start} to before {@code end}; case counts. */
    static String text(byte[] bytes, int start, int end) {
        for (int i = 0; i < BYTES.length; i++) {
            byte[] method = BYTES[i];
            if (method.length == end - start && bytes[start] == method[0] && matches(method, bytes, start)) {
                return METHODS[i];
            }
        }
        return Octets.text(bytes, start, end);
    }

    private static boolean matches(byte[] method, byte[] bytes, int start) {
        for (int i = 1; i < method.length; i++) {
            if (bytes[start + i] != method[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[][] bytes() {
        byte[][] bytes = new byte[METHODS.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = HeadSink.ascii(METHODS[i]);
        }
        return bytes;
    }
}
