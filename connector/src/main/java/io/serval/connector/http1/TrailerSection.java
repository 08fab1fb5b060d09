package io.serval.connector.http1;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.Status;

/** Collects the trailer section of a chunked request (RFC 9112 §7.1.2). */
final class TrailerSection {
    private static final int CAPACITY = 256;

    private final int maxBytes;
    private final int maxFields;

    private HeadSink lines;
    private Fields fields = Fields.EMPTY;
    private int lineLength;
    private boolean afterCr;

    TrailerSection(int maxBytes, int maxFields) {
        this.maxBytes = maxBytes;
        this.maxFields = maxFields;
    }

    void reset() {
        lines = null;
        fields = Fields.EMPTY;
        lineLength = 0;
        afterCr = false;
    }

    /** What was sent and may be used; empty before the section ended. */
    Fields fields() {
        return fields;
    }

    /** Takes the next byte, and says whether it was the last one of the section. */
    boolean add(byte b) throws HttpException {
        if (afterCr != (b == Octets.LF)) {
            throw new HttpException(Status.BAD_REQUEST, "line end other than CRLF in the trailer section");
        }
        boolean emptyLine = lineLength == 0 && (b == Octets.CR || b == Octets.LF);
        afterCr = b == Octets.CR;
        if (!emptyLine) {
            keep(b);
            return false;
        }
        if (b == Octets.CR) {
            return false;
        }
        finish();
        return true;
    }

    private void keep(byte b) throws HttpException {
        if (lines == null) {
            lines = new HeadSink(CAPACITY);
        }
        if (lines.size() == maxBytes) {
            throw new HttpException(Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "trailer section larger than " + maxBytes + " bytes (maxTrailerSize)");
        }
        lines.put(b);
        lineLength = b == Octets.LF ? 0 : lineLength + 1;
    }

    private void finish() throws HttpException {
        if (lines == null) {
            return;
        }
        lines.putLineEnd();
        ParsedFields parsed = new ParsedFields();
        parsed.parse(lines.array(), 0, lines.size(), maxFields);
        HeaderFields allowed = new HeaderFields(parsed.size());
        for (int i = 0; i < parsed.size(); i++) {
            FieldName name = FieldName.of(parsed.name(i));
            if (TrailerRules.accepts(name)) {
                allowed.add(name, parsed.value(i));
            }
        }
        fields = allowed;
        lines = null;
    }
}
