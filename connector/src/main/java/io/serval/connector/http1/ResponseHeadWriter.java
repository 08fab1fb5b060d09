package io.serval.connector.http1;

import java.util.Arrays;

import io.serval.connector.exchange.DateLine;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.HttpVersion;
import io.serval.http.Status;

/**
 * Writes response heads (RFC 9112 §4 to §6). Knows which fields belong to the connection: those of a handler are
 * dropped, and what the protocol needs is written instead. Immutable; safe for any thread.
 */
final class ResponseHeadWriter {
    /** Instead of a length: no length is told, because there is no content or the connection ends with it. */
    static final long NO_LENGTH = -1;
    /** Instead of a length: the content is chunked. */
    static final long CHUNKED = -2;

    /** What the client is told about the connection after the response (RFC 9112 §9.3). */
    enum Persistence {
        /** It goes on, as HTTP/1.1 does unasked. */
        GOES_ON(""),
        /** It goes on, which a client of HTTP/1.0 has to be told. */
        KEEP_ALIVE("Connection: keep-alive\r\n"),
        /** It ends. */
        CLOSE("Connection: close\r\n"),
        /** Another protocol follows; the Upgrade field of the handler is sent. */
        UPGRADE("Connection: upgrade\r\n");

        private final byte[] line;

        Persistence(String line) {
            this.line = HeadSink.ascii(line);
        }

        /** What to tell a client of that version. */
        static Persistence of(HttpVersion version, boolean goesOn) {
            if (!goesOn) {
                return CLOSE;
            }
            return version == HttpVersion.HTTP_1_0 ? KEEP_ALIVE : GOES_ON;
        }
    }

    private static final byte[] NAME_END = HeadSink.ascii(": ");
    private static final byte[] CONTENT_LENGTH = HeadSink.ascii("Content-Length: ");
    private static final byte[] TRANSFER_ENCODING = HeadSink.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] LAST_CHUNK = HeadSink.ascii("0\r\n");
    private static final byte[] NOTHING = new byte[0];

    private final DateLine date;
    private final byte[] serverLine;
    private final int maxResponseHead;

    /**
     * @param server          the value of the Server field, unless a handler sets its own; {@code null} for none
     * @param maxResponseHead the largest head in bytes
     */
    ResponseHeadWriter(DateLine date, String server, int maxResponseHead) {
        this.date = date;
        this.serverLine = server == null ? NOTHING : line(FieldName.SERVER, server);
        this.maxResponseHead = maxResponseHead;
    }

    /**
     * Appends the head of a final response, or of 101.
     *
     * @param length of the content in bytes, {@link #NO_LENGTH} or {@link #CHUNKED}; not told where the status allows
     *               no content
     * @throws HttpException with 500 when the head is too large; the sink is as it was before then
     */
    void write(HeadSink sink, int status, HeaderFields fields, long length, Persistence persistence)
            throws HttpException {
        int start = sink.size();
        sink.put(StatusLines.of(status));
        boolean sendsUpgrade = persistence == Persistence.UPGRADE || status == Status.UPGRADE_REQUIRED.code();
        for (int i = 0; i < fields.size(); i++) {
            FieldName name = fields.fieldName(i);
            if (!isConnectors(name) || sendsUpgrade && name == FieldName.UPGRADE) {
                put(sink, name, fields.value(i));
            }
        }
        putOwn(sink, status, fields, length, persistence);
        sink.putLineEnd();
        checkSize(sink, start);
    }

    /** Appends an interim response (RFC 9110 §15.2): 100 to 199 but not 101. */
    void writeInterim(HeadSink sink, int status, Fields fields) throws HttpException {
        int start = sink.size();
        sink.put(StatusLines.of(status));
        for (int i = 0; i < fields.size(); i++) {
            FieldName name = token(fields.name(i));
            if (!isConnectors(name)) {
                put(sink, name, fields.value(i));
            }
        }
        sink.putLineEnd();
        checkSize(sink, start);
    }

    /** Appends the last chunk and the trailer section; fields that must not be in one are dropped (RFC 9110 §6.5.1). */
    void writeLastChunk(HeadSink sink, Fields trailers) throws HttpException {
        int start = sink.size();
        sink.put(LAST_CHUNK);
        for (int i = 0; i < trailers.size(); i++) {
            FieldName name = token(trailers.name(i));
            if (TrailerRules.allows(name)) {
                put(sink, name, trailers.value(i));
            }
        }
        sink.putLineEnd();
        checkSize(sink, start);
    }

    /** Whether a handler's Connection field asks to end the connection with this response. */
    static boolean asksToClose(HeaderFields fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.fieldName(i) == FieldName.CONNECTION && namesClose(fields.value(i))) {
                return true;
            }
        }
        return false;
    }

    private void putOwn(HeadSink sink, int status, HeaderFields fields, long length, Persistence persistence) {
        if (!fields.contains(FieldName.DATE)) {
            sink.put(date.bytes());
        }
        if (!fields.contains(FieldName.SERVER)) {
            sink.put(serverLine);
        }
        if (status >= 200 && status != Status.NO_CONTENT.code()) {
            putFraming(sink, length);
        }
        sink.put(persistence.line);
    }

    private static void putFraming(HeadSink sink, long length) {
        if (length >= 0) {
            sink.put(CONTENT_LENGTH);
            sink.putDecimal(length);
            sink.putLineEnd();
        } else if (length == CHUNKED) {
            sink.put(TRANSFER_ENCODING);
        }
    }

    private static void put(HeadSink sink, FieldName name, String value) {
        sink.put(name);
        sink.put(NAME_END);
        sink.putText(value);
        sink.putLineEnd();
    }

    private static byte[] line(FieldName name, String value) {
        HeadSink sink = new HeadSink(64);
        put(sink, name, value);
        return Arrays.copyOf(sink.array(), sink.size());
    }

    /** Fields of framing and connection, which only the connector knows (RFC 9110 §7.6.1). */
    private static boolean isConnectors(FieldName name) {
        return name == FieldName.CONTENT_LENGTH || name == FieldName.TRANSFER_ENCODING || name == FieldName.CONNECTION
                || name == FieldName.KEEP_ALIVE || name == FieldName.PROXY_CONNECTION || name == FieldName.UPGRADE
                || name == FieldName.TE;
    }

    private static FieldName token(String text) {
        FieldName name = FieldName.of(text);
        if (!name.isToken()) {
            throw new IllegalArgumentException("field name of " + text.length() + " characters is not a token");
        }
        return name;
    }

    private static boolean namesClose(String value) {
        for (String option : value.split(",")) {
            if (option.strip().equalsIgnoreCase("close")) {
                return true;
            }
        }
        return false;
    }

    private void checkSize(HeadSink sink, int start) throws HttpException {
        int size = sink.size() - start;
        if (size > maxResponseHead) {
            sink.truncate(start);
            throw new HttpException(Status.INTERNAL_SERVER_ERROR, "response head of " + size
                    + " bytes is larger than " + maxResponseHead + " (maxHttpResponseHeaderSize)");
        }
    }
}
