package io.serval.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A field name (RFC 9110 §5.1) that knows its hash, so that comparing it costs no look at its letters.
 *
 * <p>The registered names that servers meet are constants; {@link #of(String)} gives the constant where there is one.
 * Immutable. Two names are equal when they differ at most in case.
 */
public final class FieldName {
    public static final FieldName ACCEPT = known("Accept");
    public static final FieldName ACCEPT_ENCODING = known("Accept-Encoding");
    public static final FieldName ACCEPT_LANGUAGE = known("Accept-Language");
    public static final FieldName ACCEPT_RANGES = known("Accept-Ranges");
    public static final FieldName ALLOW = known("Allow");
    public static final FieldName AUTHORIZATION = known("Authorization");
    public static final FieldName CACHE_CONTROL = known("Cache-Control");
    public static final FieldName CONNECTION = known("Connection");
    public static final FieldName CONTENT_DISPOSITION = known("Content-Disposition");
    public static final FieldName CONTENT_ENCODING = known("Content-Encoding");
    public static final FieldName CONTENT_LANGUAGE = known("Content-Language");
    public static final FieldName CONTENT_LENGTH = known("Content-Length");
    public static final FieldName CONTENT_RANGE = known("Content-Range");
    public static final FieldName CONTENT_TYPE = known("Content-Type");
    public static final FieldName COOKIE = known("Cookie");
    public static final FieldName DATE = known("Date");
    public static final FieldName ETAG = known("ETag");
    public static final FieldName EXPECT = known("Expect");
    public static final FieldName EXPIRES = known("Expires");
    public static final FieldName FORWARDED = known("Forwarded");
    public static final FieldName HOST = known("Host");
    public static final FieldName HTTP2_SETTINGS = known("HTTP2-Settings");
    public static final FieldName IF_MATCH = known("If-Match");
    public static final FieldName IF_MODIFIED_SINCE = known("If-Modified-Since");
    public static final FieldName IF_NONE_MATCH = known("If-None-Match");
    public static final FieldName IF_RANGE = known("If-Range");
    public static final FieldName IF_UNMODIFIED_SINCE = known("If-Unmodified-Since");
    public static final FieldName KEEP_ALIVE = known("Keep-Alive");
    public static final FieldName LAST_MODIFIED = known("Last-Modified");
    public static final FieldName LOCATION = known("Location");
    public static final FieldName ORIGIN = known("Origin");
    public static final FieldName PRIORITY = known("Priority");
    public static final FieldName PROXY_CONNECTION = known("Proxy-Connection");
    public static final FieldName RANGE = known("Range");
    public static final FieldName REFERER = known("Referer");
    public static final FieldName RETRY_AFTER = known("Retry-After");
    public static final FieldName SERVER = known("Server");
    public static final FieldName SET_COOKIE = known("Set-Cookie");
    public static final FieldName STRICT_TRANSPORT_SECURITY = known("Strict-Transport-Security");
    public static final FieldName TE = known("TE");
    public static final FieldName TRAILER = known("Trailer");
    public static final FieldName TRANSFER_ENCODING = known("Transfer-Encoding");
    public static final FieldName UPGRADE = known("Upgrade");
    public static final FieldName USER_AGENT = known("User-Agent");
    public static final FieldName VARY = known("Vary");
    public static final FieldName VIA = known("Via");
    public static final FieldName WWW_AUTHENTICATE = known("WWW-Authenticate");
    public static final FieldName X_FORWARDED_FOR = known("X-Forwarded-For");
    public static final FieldName X_FORWARDED_HOST = known("X-Forwarded-Host");
    public static final FieldName X_FORWARDED_PORT = known("X-Forwarded-Port");
    public static final FieldName X_FORWARDED_PROTO = known("X-Forwarded-Proto");

    private final String text;
    private final String lowerCase;
    private final byte[] bytes;
    private final int hash;
    private final boolean token;

    private FieldName(String text) {
        this.text = text;
        this.lowerCase = text.toLowerCase(Locale.ROOT);
        this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        this.hash = hash(text);
        this.token = isToken(text);
    }

    private static FieldName known(String text) {
        return KnownFieldNames.add(new FieldName(text));
    }

    /** The name in the given spelling, or the constant that equals it. */
    public static FieldName of(String text) {
        FieldName known = KnownFieldNames.find(text);
        return known != null ? known : new FieldName(text);
    }

    /** The name in its customary spelling. */
    public String text() {
        return text;
    }

    /** The name in lower case, as HTTP/2 sends it. */
    public String lowerCase() {
        return lowerCase;
    }

    /** Whether the name is a token, the only thing that may be sent as one (RFC 9110 §5.1, §5.6.2). */
    public boolean isToken() {
        return token;
    }

    /** The number of bytes that {@link #copyTo} writes. */
    public int length() {
        return bytes.length;
    }

    /** Writes the name in its customary spelling into a byte array, from {@code offset} on. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /**
     * The constant with the name that stands in the bytes from {@code start} to before {@code end}.
     *
     * @param hash the {@link #hash(byte[], int, int)} of these bytes
     * @return the constant, or {@code null} if the name is not one of those known here
     */
    public static FieldName find(byte[] name, int start, int end, int hash) {
        return KnownFieldNames.find(name, start, end, hash);
    }

    /** Whether a name written as text means this one. */
    public boolean matches(String other) {
        if (other.length() != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (!sameButCase(text.charAt(i), other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes from {@code start} to before {@code end} mean this name. */
    public boolean matches(byte[] name, int start, int end) {
        if (end - start != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (!sameButCase(bytes[i], name[start + i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameButCase(int a, int b) {
        int lower = a | 0x20;
        return a == b || lower >= 'a' && lower <= 'z' && lower == (b | 0x20);
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The hash of a name, the same for every mix of cases: equal to {@link #hash(byte[], int, int)} of its bytes. */
    public static int hash(String name) {
        int h = 0;
        for (int i = 0; i < name.length(); i++) {
            h = 31 * h + (name.charAt(i) | 0x20);
        }
        return h;
    }

    /** The hash of the bytes from {@code start} to before {@code end}, the same for every mix of cases. */
    public static int hash(byte[] name, int start, int end) {
        int h = 0;
        for (int i = start; i < end; i++) {
            h = 31 * h + (name[i] & 0xff | 0x20);
        }
        return h;
    }

    @Override public int hashCode() {
        return hash;
    }

    @Override public boolean equals(Object other) {
        return this == other || other instanceof FieldName name && hash == name.hash && matches(name.text);
    }

    @Override public String toString() {
        return text;
    }
}
