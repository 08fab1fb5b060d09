package io.serval.connector.http1;

import java.util.Arrays;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpException;
import io.serval.http.HttpVersion;
import io.serval.http.RequestHead;
import io.serval.http.RequestTarget;
import io.serval.http.Status;

/**
 * The head of a request (RFC 9112 §3 and §5), parsed in one pass from complete bytes into a copy of its own.
 *
 * <p>Used again for the next request of a connection after {@link #clear()}; owned by one thread at a time. A plain GET
 * allocates nothing here but the strings that somebody asks for. When {@link #parse} fails, what was understood stays
 * readable, for the access log; a target that is not valid then stands in {@code target().path()} as it was sent.
 */
final class Http1Head implements RequestHead {
    /** Where the content of the request ends (RFC 9112 §6.3). */
    enum Framing {
        /** There is no content. */
        NONE,
        /** After {@link Http1Head#contentLength()} bytes, which may be 0. */
        FIXED,
        /** After the last chunk and the trailer section. */
        CHUNKED
    }

    private static final RequestTarget NO_TARGET = RequestTarget.origin("", null);
    private static final int CAPACITY = 1_024;
    private static final int KEPT_CAPACITY = 4_096;
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    private final HeadLimits limits;
    private final TargetCache targets;
    private final ParsedFields fields = new ParsedFields();

    private byte[] bytes = new byte[CAPACITY];
    private int length;
    private String method;
    private RequestTarget target;
    private HttpVersion version;
    private String host;
    private long contentLength;
    private int options;

    /** @param targets shared by all heads of a connector; carries the rules for targets */
    Http1Head(HeadLimits limits, TargetCache targets) {
        this.limits = limits;
        this.targets = targets;
        reset();
    }

    /**
     * Parses a head.
     *
     * @param start where the request line begins
     * @param end   the index after the empty line, as {@link HeadScanner} found it
     * @throws HttpException with 400, 414, 431, 501 or 505; the connection has to be closed then
     */
    void parse(byte[] source, int start, int end) throws HttpException {
        copy(source, start, end);
        int lineEnd = requestLine();
        if (fields.parse(bytes, lineEnd + 2, length, limits.maxFields()) != length) {
            throw bad("bytes after the head");
        }
        host = host();
        contentLength = BodyRules.length(fields, version);
        options = RequestOptions.of(fields, version);
    }

    /**
     * Understands as much as there is of a head that will not be completed (too large, timed out, control characters):
     * for the access log only. Never fails.
     */
    void salvage(byte[] source, int start, int end) {
        try {
            copy(source, start, Math.min(end, start + limits.maxRequestLine()));
            requestLine();
        } catch (HttpException expected) {
            assert target != null : "what was understood stays readable";
        }
    }

    /** Makes the head ready for the next request; nothing of this one can be reached any more. */
    void clear() {
        Arrays.fill(bytes, 0, length, (byte) 0);
        if (bytes.length > KEPT_CAPACITY) {
            bytes = new byte[CAPACITY];
        }
        fields.clear();
        reset();
    }

    private void reset() {
        length = 0;
        method = "";
        target = NO_TARGET;
        version = HttpVersion.HTTP_1_1;
        host = "";
        contentLength = BodyRules.NONE;
        options = 0;
    }

    @Override public String method() {
        return method;
    }

    @Override public RequestTarget target() {
        return target;
    }

    @Override public HttpVersion version() {
        return version;
    }

    @Override public Fields fields() {
        return fields;
    }

    @Override public long contentLength() {
        return Math.max(contentLength, -1);
    }

    @Override public String authority() {
        String named = target.authority();
        return named != null ? named : host;
    }

    /** The header section, for what is known only here. */
    ParsedFields parsedFields() {
        return fields;
    }

    /** Where the content ends. */
    Framing framing() {
        return contentLength >= 0 ? Framing.FIXED : contentLength == BodyRules.CHUNKED ? Framing.CHUNKED : Framing.NONE;
    }

    /** Whether the client wants the connection to go on after this request (RFC 9112 §9.3). */
    boolean keepAlive() {
        return (options & RequestOptions.KEEP_ALIVE) != 0;
    }

    /** Whether the client offers to go on in another protocol (RFC 9110 §7.8). */
    boolean offersUpgrade() {
        return (options & RequestOptions.UPGRADE) != 0;
    }

    /** Whether the client waits for 100 (Continue) before it sends content (RFC 9110 §10.1.1). */
    boolean expectsContinue() {
        return (options & RequestOptions.EXPECTS_CONTINUE) != 0;
    }

    /** Whether the client expects something else, to be answered with 417 (RFC 9110 §10.1.1). */
    boolean expectsUnknown() {
        return (options & RequestOptions.EXPECTS_UNKNOWN) != 0;
    }

    private void copy(byte[] source, int start, int end) {
        int count = end - start;
        if (count > bytes.length) {
            bytes = new byte[Math.max(count, bytes.length * 2)];
        }
        System.arraycopy(source, start, bytes, 0, count);
        length = count;
    }

    /** Parses method, target and version, with one space between them, and returns where the line ends. */
    private int requestLine() throws HttpException {
        int methodEnd = 0;
        while (methodEnd < length && Octets.isToken(bytes[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == 0 || methodEnd == length || bytes[methodEnd] != Octets.SPACE) {
            throw bad("request line does not begin with a method and a space");
        }
        method = KnownMethods.text(bytes, 0, methodEnd);
        int targetEnd = endOfTarget(methodEnd + 1);
        target(methodEnd + 1, targetEnd);
        version = version(targetEnd);
        return targetEnd + 1 + VERSION_LENGTH;
    }

    private int endOfTarget(int start) {
        int at = start;
        while (at < length && bytes[at] != Octets.SPACE && !Octets.isControl(bytes[at])) {
            at++;
        }
        return at;
    }

    private void target(int start, int end) throws HttpException {
        if (end - start > limits.maxRequestLine()) {
            throw new HttpException(Status.URI_TOO_LONG, "target larger than " + limits.maxRequestLine()
                    + " bytes (maxHttpRequestHeaderSize)");
        }
        try {
            target = targets.target(method, bytes, start, end);
        } catch (HttpException invalid) {
            target = RequestTarget.origin(Octets.text(bytes, start, end), null);
            throw invalid;
        }
    }

    private HttpVersion version(int targetEnd) throws HttpException {
        int start = targetEnd + 1;
        int end = start + VERSION_LENGTH;
        if (end > length || bytes[targetEnd] != Octets.SPACE || !isVersion(start)) {
            throw bad("request line does not end with one space and a version of HTTP");
        }
        if (length - end < 2 || bytes[end] != Octets.CR || bytes[end + 1] != Octets.LF) {
            throw bad("request line with bytes after the version");
        }
        boolean minorIsKnown = bytes[end - 1] == '1' || bytes[end - 1] == '0';
        if (bytes[end - 3] != '1' || !minorIsKnown) {
            throw new HttpException(Status.HTTP_VERSION_NOT_SUPPORTED, "version other than HTTP/1.1 and HTTP/1.0");
        }
        return bytes[end - 1] == '1' ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
    }

    /** Whether {@code HTTP/}, a digit, a dot and a digit stand there; capitals only (RFC 9112 §2.3). */
    private boolean isVersion(int start) {
        return bytes[start] == 'H' && bytes[start + 1] == 'T' && bytes[start + 2] == 'T' && bytes[start + 3] == 'P'
                && bytes[start + 4] == '/' && Octets.isDigit(bytes[start + 5]) && bytes[start + 6] == '.'
                && Octets.isDigit(bytes[start + 7]);
    }

    /** The value of Host, which HTTP/1.1 demands once, also beside a target that names the host (RFC 9112 §3.2). */
    private String host() throws HttpException {
        int line = fields.indexOf(FieldName.HOST, 0);
        if (line < 0) {
            if (version == HttpVersion.HTTP_1_1) {
                throw bad("no Host field");
            }
            return "";
        }
        if (fields.indexOf(FieldName.HOST, line + 1) >= 0) {
            throw bad("more than one Host field");
        }
        String value = targets.host(bytes, fields.valueStart(line), fields.valueEnd(line));
        fields.value(line, value);
        return value;
    }

    private static HttpException bad(String message) {
        return new HttpException(Status.BAD_REQUEST, message);
    }
}
