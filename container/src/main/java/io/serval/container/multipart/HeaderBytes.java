package io.serval.container.multipart;

import java.util.Arrays;

import io.serval.container.parameter.ParameterException;

/** Collects the bytes of a header section until its empty line came. */
final class HeaderBytes {
    private final int maxSize;
    private byte[] bytes = new byte[256];
    private int size;

    /** @param maxSize in bytes, the line break of the last line included; negative for no limit */
    HeaderBytes(int maxSize) {
        this.maxSize = maxSize;
    }

    void add(byte b) {
        if (maxSize >= 0 && size >= maxSize + 2) {
            throw new ParameterException(413, "The header section of a part is larger than " + maxSize
                    + " bytes; the limit is maxPartHeaderSize of the connector");
        }
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = b;
    }

    /** Whether an empty line ends it, or is all of it. */
    boolean isComplete() {
        return size == 2 && endsLine(2) || size >= 4 && endsLine(size) && endsLine(size - 2);
    }

    private boolean endsLine(int end) {
        return bytes[end - 1] == '\n' && bytes[end - 2] == '\r';
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size - 2);
    }
}
