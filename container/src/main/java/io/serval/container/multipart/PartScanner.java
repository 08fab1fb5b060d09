package io.serval.container.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.serval.container.parameter.ParameterException;
import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * Cuts a stream at its boundaries (RFC 2046 §5.1.1). Sees each byte once and keeps no more than one buffer.
 *
 * <p>The order of calls is: {@link #nextPart}, {@link #readHeaderSection}, {@link #nextChunk} until it says that the
 * part is over, and again. The line break in front of a boundary belongs to the boundary, and that may be the one
 * which ends the header section.
 */
final class PartScanner {
    private static final int BUFFER_SIZE = 16 * 1024;
    /** Room for a line break that is put back in front of a full buffer. */
    private static final int SPARE = 2;
    private static final int MAX_BOUNDARY = 200;
    private static final int MAX_PADDING = 64;
    private static final int MAX_EPILOGUE = 64 * 1024;

    private final InputStream in;
    private final long maxBytes;
    private final byte[] delimiter;
    private final byte[] buffer;
    private int position;
    private int end;
    private long total;

    private int chunkStart;
    private int chunkLength;

    /**
     * @param boundary as the content type names it
     * @param maxBytes of the whole stream; negative for no limit
     */
    PartScanner(InputStream in, String boundary, long maxBytes) throws HttpException {
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw malformed("the content type has no boundary of 1 to " + MAX_BOUNDARY + " characters");
        }
        this.in = in;
        this.maxBytes = maxBytes;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.buffer = new byte[BUFFER_SIZE + SPARE];
        // The first boundary needs no line break in front; with one lent to it, it is like all others.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
    }

    static HttpException malformed(String what) {
        return new HttpException(Status.BAD_REQUEST, "Malformed multipart/form-data: " + what);
    }

    /** Goes past the next boundary, over whatever stands in front. @return false if it was the last one */
    boolean nextPart() throws IOException {
        boolean preamble = nextChunk();
        while (preamble) {
            preamble = nextChunk();
        }
        position += delimiter.length;
        require(2);
        if (buffer[position] == '-' && buffer[position + 1] == '-') {
            skipEpilogue();
            return false;
        }
        skipPadding();
        return true;
    }

    /** Blanks may follow a boundary; anything else is a sender that chose a bad boundary, or an attack. */
    private void skipPadding() throws IOException {
        for (int i = 0; buffer[position] == ' ' || buffer[position] == '\t'; i++) {
            if (i == MAX_PADDING) {
                throw malformed("more than " + MAX_PADDING + " blanks behind a boundary");
            }
            position++;
            require(2);
        }
        if (buffer[position] != '\r' || buffer[position + 1] != '\n') {
            throw malformed("a boundary is not followed by a line break");
        }
        position += 2;
    }

    /** So that the connection can go on; a longer rest is left to it. */
    private void skipEpilogue() throws IOException {
        int skipped = 0;
        position = end;
        while (skipped < MAX_EPILOGUE && fill()) {
            skipped += end - position;
            position = end;
        }
    }

    /**
     * The header section of the part, without the empty line behind it.
     *
     * @param maxSize in bytes; negative for no limit
     */
    byte[] readHeaderSection(int maxSize) throws IOException {
        HeaderBytes section = new HeaderBytes(maxSize);
        while (!section.isComplete()) {
            if (position == end && !fill()) {
                throw malformed("it ends within the header section of a part");
            }
            section.add(buffer[position++]);
        }
        giveBackLineBreak();
        return section.toBytes();
    }

    /** The empty line's break may be that of the boundary, of a part without content. */
    private void giveBackLineBreak() throws IOException {
        if (position < SPARE) {
            System.arraycopy(buffer, position, buffer, SPARE, end - position);
            end += SPARE - position;
            position = SPARE;
            buffer[0] = '\r';
            buffer[1] = '\n';
        }
        position -= 2;
        boolean more = true;
        while (more && end - position < delimiter.length) {
            more = fill();
        }
        if (!isDelimiterAt(position)) {
            position += 2;
        }
    }

    /**
     * Looks for the next bytes of the content; {@link #chunkStart} and {@link #chunkLength} in {@link #buffer()} say
     * where they are.
     *
     * @return false at the end of the part
     */
    boolean nextChunk() throws IOException {
        while (true) {
            int limit = end - delimiter.length;
            int at = position;
            while (at <= limit && (buffer[at] != '\r' || !isDelimiterAt(at))) {
                at++;
            }
            if (at > position) {
                chunkStart = position;
                chunkLength = at - position;
                position = at;
                return true;
            }
            if (at <= limit) {
                return false;
            }
            if (!fill()) {
                throw malformed("it ends before its last boundary");
            }
        }
    }

    private boolean isDelimiterAt(int index) {
        if (end - index < delimiter.length) {
            return false;
        }
        for (int i = 0; i < delimiter.length; i++) {
            if (buffer[index + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    byte[] buffer() {
        return buffer;
    }

    int chunkStart() {
        return chunkStart;
    }

    int chunkLength() {
        return chunkLength;
    }

    private void require(int count) throws IOException {
        while (end - position < count) {
            if (!fill()) {
                throw malformed("it ends within a boundary");
            }
        }
    }

    /** Reads more behind what is left, which moves to the front. @return false at the end of the stream */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, end - position);
        end -= position;
        position = 0;
        int count = in.read(buffer, end, BUFFER_SIZE - end);
        if (count < 0) {
            return false;
        }
        end += count;
        total += count;
        if (maxBytes >= 0 && total > maxBytes) {
            throw tooLarge(maxBytes);
        }
        return true;
    }

    static ParameterException tooLarge(long maxBytes) {
        return new ParameterException(413, "Multipart content is larger than " + maxBytes
                + " bytes; the limit is max-request-size of multipart-config");
    }
}
