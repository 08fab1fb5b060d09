package io.serval.container.parameter;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads form content into memory, no more of it than allowed. */
final class FormContent {
    private static final int FIRST_SIZE = 4 * 1024;
    /** What a client only promises gets no more memory than this. */
    private static final int MAX_FIRST_SIZE = 64 * 1024;
    /** Some JVMs cannot make longer arrays. */
    private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private FormContent() { }

    /** @param maxBytes negative for no limit but that of an array */
    static byte[] read(InputStream content, long declaredLength, long maxBytes) throws IOException {
        long max = maxBytes < 0 ? MAX_SIZE - 1 : Math.min(maxBytes, MAX_SIZE - 1);
        checkSize(declaredLength, max);
        byte[] bytes = new byte[declaredLength < 0 ? FIRST_SIZE : (int) Math.min(declaredLength, MAX_FIRST_SIZE)];
        int length = 0;
        int count = 0;
        while (count >= 0 && length != declaredLength) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_SIZE, Math.max(FIRST_SIZE, length * 2L)));
            }
            count = content.read(bytes, length, bytes.length - length);
            length += Math.max(0, count);
            checkSize(length, max);
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private static void checkSize(long length, long max) {
        if (length > max) {
            throw new ParameterException(413, "Form content is larger than " + max
                    + " bytes; the limit is maxPostSize of the connector");
        }
    }
}
