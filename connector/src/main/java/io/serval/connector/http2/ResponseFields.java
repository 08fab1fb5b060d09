package io.serval.connector.http2;

import java.util.Set;

import io.serval.connector.exchange.DateLine;
import io.serval.connector.http2.hpack.HpackEncoder;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;

/** Writes the sections of responses in the words of HTTP/2 (RFC 9113 §8.3.2). Guarded by its owner's lock. */
final class ResponseFields {
    /** Fields that speak of a connection of HTTP/1.1 and must not be sent (§8.2.2). */
    private static final Set<FieldName> CONNECTION_SPECIFIC = Set.of(FieldName.CONNECTION, FieldName.KEEP_ALIVE,
            FieldName.PROXY_CONNECTION, FieldName.TRANSFER_ENCODING, FieldName.UPGRADE);

    private final DateLine date;
    private final String serverField;

    ResponseFields(DateLine date, String serverField) {
        this.date = date;
        this.serverField = serverField;
    }

    /** @param contentLength -1 to leave it to the fields */
    void encode(HpackEncoder encoder, int status, Fields fields, long contentLength) {
        encoder.begin();
        encoder.field(":status", Integer.toString(status));
        if (status >= 200) {
            if (!fields.contains(FieldName.DATE)) {
                encoder.field("date", date.value());
            }
            if (serverField != null && !fields.contains(FieldName.SERVER)) {
                encoder.field("server", serverField);
            }
            if (contentLength >= 0 && !fields.contains(FieldName.CONTENT_LENGTH)) {
                encoder.field("content-length", Long.toString(contentLength));
            }
        }
        encodeAll(encoder, fields);
    }

    static boolean isConnectionSpecific(FieldName name) {
        return CONNECTION_SPECIFIC.contains(name);
    }

    void encodeTrailers(HpackEncoder encoder, Fields fields) {
        encoder.begin();
        encodeAll(encoder, fields);
    }

    private static void encodeAll(HpackEncoder encoder, Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            FieldName name = fields instanceof HeaderFields known ? known.fieldName(i) : FieldName.of(fields.name(i));
            if (!CONNECTION_SPECIFIC.contains(name)) {
                encoder.field(name.lowerCase(), sendable(fields.value(i)));
            }
        }
    }

    /**
     * The value as HTTP/2 may carry it (§8.2.1), almost always the same string: without blanks around it, a blank for a
     * control character, {@code ?} for what ISO-8859-1 lacks. Cut down to a byte, U+560A would become a line feed, and
     * a line of its own behind the next proxy.
     */
    private static String sendable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (octet(value.charAt(i)) != value.charAt(i)) {
                return cleaned(value).strip();
            }
        }
        return value.strip();
    }

    private static String cleaned(String value) {
        StringBuilder octets = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            octets.append(octet(value.charAt(i)));
        }
        return octets.toString();
    }

    private static char octet(char c) {
        if (c < ' ' && c != '\t' || c == 0x7f) {
            return ' ';
        }
        return c > 0xff ? '?' : c;
    }
}
