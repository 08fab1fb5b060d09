package io.serval.connector.http1;

import io.serval.http.FieldName;
import io.serval.http.HttpException;
import io.serval.http.HttpVersion;
import io.serval.http.Status;

/**
 * Decides where a request ends (RFC 9112 §6). Whatever two readers could understand differently is refused: there is
 * one length or one chunked coding, or none.
 */
final class BodyRules {
    /** The length of a chunked request. */
    static final long CHUNKED = -2;
    /** The length of a request without content. */
    static final long NONE = -1;

    private BodyRules() { }

    /** The length of the content in bytes, {@link #CHUNKED} or {@link #NONE}. */
    static long length(ParsedFields fields, HttpVersion version) throws HttpException {
        int length = fields.indexOf(FieldName.CONTENT_LENGTH, 0);
        int coding = fields.indexOf(FieldName.TRANSFER_ENCODING, 0);
        if (coding >= 0) {
            if (version == HttpVersion.HTTP_1_0) {
                throw bad("Transfer-Encoding in a request of HTTP/1.0");
            }
            if (length >= 0) {
                throw bad("both Transfer-Encoding and Content-Length");
            }
            checkCodings(fields, coding);
            return CHUNKED;
        }
        return length < 0 ? NONE : contentLength(fields, length);
    }

    private static long contentLength(ParsedFields fields, int index) throws HttpException {
        if (fields.indexOf(FieldName.CONTENT_LENGTH, index + 1) >= 0) {
            throw bad("more than one Content-Length");
        }
        long length = 0;
        byte[] bytes = fields.bytes();
        for (int i = fields.valueStart(index); i < fields.valueEnd(index); i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || length > (Long.MAX_VALUE - digit) / 10) {
                throw bad("Content-Length is not a number, or larger than 2^63-1");
            }
            length = length * 10 + digit;
        }
        if (fields.valueStart(index) == fields.valueEnd(index)) {
            throw bad("Content-Length is empty");
        }
        return length;
    }

    /** Checks that the codings of all lines together are {@code chunked}, once. */
    private static void checkCodings(ParsedFields fields, int first) throws HttpException {
        int chunked = 0;
        boolean unknown = false;
        boolean chunkedIsLast = false;
        for (int line = first; line >= 0; line = fields.indexOf(FieldName.TRANSFER_ENCODING, line + 1)) {
            ListElements elements = new ListElements(fields, line);
            while (elements.next()) {
                chunkedIsLast = elements.is("chunked");
                chunked += chunkedIsLast ? 1 : 0;
                unknown |= !chunkedIsLast;
                checkCoding(elements);
            }
        }
        if (chunked > 1 || chunked == 1 && !chunkedIsLast) {
            throw bad("chunked is not the last transfer coding, or is repeated");
        }
        if (unknown) {
            throw new HttpException(Status.NOT_IMPLEMENTED, "transfer coding other than chunked");
        }
    }

    private static void checkCoding(ListElements elements) throws HttpException {
        if (!elements.beginsWithToken() || elements.hasParameters("chunked")) {
            throw bad("Transfer-Encoding is not a list of transfer codings");
        }
    }

    private static HttpException bad(String message) {
        return new HttpException(Status.BAD_REQUEST, message);
    }
}
