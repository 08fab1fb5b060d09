package io.serval.connector.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;

/** Walks over the elements of a DER encoding; every step is checked against the end. Not safe for several threads. */
final class DerReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    DerReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private DerReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The tag of the next element. */
    int tag() throws GeneralSecurityException {
        if (at >= end) {
            throw new InvalidKeyException("the encoding ends too early");
        }
        return bytes[at] & 0xff;
    }

    /** Steps into the next element, which must have that tag, and over it. */
    DerReader enter(int tag) throws GeneralSecurityException {
        if (tag() != tag) {
            throw new InvalidKeyException("expected element 0x" + Integer.toHexString(tag) + ", found 0x"
                    + Integer.toHexString(tag()));
        }
        at++;
        int length = length();
        if (length > end - at) {
            throw new InvalidKeyException("an element is longer than what holds it");
        }
        DerReader inside = new DerReader(bytes, at, at + length);
        at += length;
        return inside;
    }

    /** Steps over the next element. */
    void skip() throws GeneralSecurityException {
        enter(tag());
    }

    /** What is left of this element. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    private int length() throws GeneralSecurityException {
        int first = next();
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7f;
        if (count == 0 || count > 3) {
            throw new InvalidKeyException("length of " + count + " bytes");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | next();
        }
        return length;
    }

    private int next() throws GeneralSecurityException {
        if (at >= end) {
            throw new InvalidKeyException("the encoding ends too early");
        }
        return bytes[at++] & 0xff;
    }
}
