package io.serval.container.parameter;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads form content into memory, no more of it than allowed. */
final class FormContent {
    private static final int FIRST_SIZE = 4096;

    private FormContent() { }

    /** @param maxBytes negative for no limit */
    static byte[] read(InputStream content, long declaredLength, long maxBytes) throws IOException {
        checkSize(declaredLength, maxBytes);
        byte[] bytes = new byte[declaredLength >= 0 ? Math.toIntExact(declaredLength) : FIRST_SIZE];
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                int next = declaredLength == length ? -1 : content.read();
                if (next < 0) {
                    return bytes;
                }
                bytes = Arrays.copyOf(bytes, Math.max(FIRST_SIZE, bytes.length * 2));
                bytes[length++] = (byte) next;
            }
            int count = content.read(bytes, length, bytes.length - length);
            if (count < 0) {
                return Arrays.copyOf(bytes, length);
            }
            length += count;
            checkSize(length, maxBytes);
        }
    }

    private static void checkSize(long length, long maxBytes) {
        if (maxBytes >= 0 && length > maxBytes) {
            throw new ParameterException(413, "Form content is larger than " + maxBytes
                    + " bytes; the limit is maxPostSize of the connector");
        }
    }
}
