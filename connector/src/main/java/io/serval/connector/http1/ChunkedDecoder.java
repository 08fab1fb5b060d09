package io.serval.connector.http1;

import java.nio.ByteBuffer;

import io.serval.http.Fields;
import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * Unwraps chunked content (RFC 9112 §7.1) while it arrives, in any fragmentation, and never takes a byte of what comes
 * after the message.
 *
 * <p>Content is not copied here unless wanted: {@link #available} takes the framing out of the way and says how many
 * bytes of content stand at the position of the input, {@link #took} how many of them the caller used.
 * {@link #decode} does both. Used again after {@link #reset()}; owned by one thread at a time.
 */
final class ChunkedDecoder {
    /** What is expected next. */
    private enum State { SIZE, BLANK_AFTER_SIZE, EXTENSION, SIZE_LF, DATA, DATA_CR, DATA_LF, TRAILER, FINISHED }

    /** Digits of a size, leading zeros included, so that a size line has an end. */
    private static final int MAX_DIGITS = 16;

    private final int maxExtensions;
    private final TrailerSection trailer;

    private State state = State.SIZE;
    /** Size of the chunk while its line is read, then what is left of it. */
    private long size;
    private int digits;
    private int extensions;

    ChunkedDecoder(ChunkLimits limits) {
        maxExtensions = limits.maxExtensions();
        trailer = new TrailerSection(limits.maxTrailerSection(), limits.maxTrailerFields());
    }

    /** Makes the decoder ready for the next message; nothing of this one can be reached any more. */
    void reset() {
        state = State.SIZE;
        size = 0;
        digits = 0;
        extensions = 0;
        trailer.reset();
    }

    /** Whether the whole message, trailer section included, was taken from the input. */
    boolean isFinished() {
        return state == State.FINISHED;
    }

    /** The trailer section without what must not be in one; empty before the message is finished. */
    Fields trailers() {
        return trailer.fields();
    }

    /**
     * Takes framing from the input until content stands at its position, the message is finished or the input is empty.
     *
     * @return how many bytes of content stand there; 0 when none: then the message is finished or more input is needed
     * @throws HttpException with 400 or 431; the connection has to be closed then
     */
    int available(ByteBuffer input) throws HttpException {
        while (state != State.DATA && state != State.FINISHED && input.hasRemaining()) {
            step(input.get());
        }
        return state == State.DATA ? (int) Math.min(size, input.remaining()) : 0;
    }

    /** The caller took that many bytes of content, at most what {@link #available} said. */
    void took(int count) {
        assert state == State.DATA && count <= size : count + " of " + size + " in " + state;
        size -= count;
        if (size == 0) {
            state = State.DATA_CR;
        }
    }

    /**
     * Decodes as much as there is and fits.
     *
     * @return the number of bytes written to {@code target}; 0 when the message is finished, when more input is needed
     *         or when {@code length} is 0
     */
    int decode(ByteBuffer input, byte[] target, int offset, int length) throws HttpException {
        int written = 0;
        int count = Math.min(available(input), length);
        while (count > 0) {
            input.get(target, offset + written, count);
            took(count);
            written += count;
            count = Math.min(available(input), length - written);
        }
        return written;
    }

    private void step(byte b) throws HttpException {
        switch (state) {
            case SIZE -> size(b);
            case BLANK_AFTER_SIZE -> blankAfterSize(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> {
                expect(b, Octets.LF);
                state = size == 0 ? State.TRAILER : State.DATA;
            }
            case DATA_CR -> {
                expect(b, Octets.CR);
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(b, Octets.LF);
                state = State.SIZE;
                digits = 0;
            }
            case TRAILER -> {
                if (trailer.add(b)) {
                    state = State.FINISHED;
                }
            }
            case DATA, FINISHED -> throw new IllegalStateException("no framing is expected in state " + state);
        }
    }

    private void size(byte b) throws HttpException {
        int digit = Octets.hexDigit(b);
        if (digit < 0) {
            endOfSize(b);
            return;
        }
        if (digits++ == MAX_DIGITS || size > Long.MAX_VALUE >> 4) {
            throw bad("chunk size with more than " + MAX_DIGITS + " digits, or larger than 2^63-1");
        }
        size = size << 4 | digit;
    }

    private void endOfSize(byte b) throws HttpException {
        if (digits == 0) {
            throw bad("chunk without a size");
        }
        switch (b) {
            case Octets.CR -> state = State.SIZE_LF;
            case ';' -> extension(b);
            case Octets.SPACE, Octets.TAB -> blankAfterSize(b);
            default -> throw bad("chunk size with an invalid character");
        }
    }

    /** Blanks may stand before a semicolon (RFC 9112 §7.1.1), and nowhere else. */
    private void blankAfterSize(byte b) throws HttpException {
        if (b != Octets.SPACE && b != Octets.TAB && b != ';') {
            throw bad("chunk size with a blank after it");
        }
        countExtension();
        state = b == ';' ? State.EXTENSION : State.BLANK_AFTER_SIZE;
    }

    private void extension(byte b) throws HttpException {
        if (b == Octets.CR) {
            state = State.SIZE_LF;
            return;
        }
        if (Octets.isControl(b) && b != Octets.TAB) {
            throw bad("control character in a chunk extension");
        }
        countExtension();
        state = State.EXTENSION;
    }

    private void countExtension() throws HttpException {
        if (++extensions > maxExtensions) {
            throw bad("chunk extensions larger than " + maxExtensions + " bytes (maxExtensionSize)");
        }
    }

    private static void expect(byte b, byte wanted) throws HttpException {
        if (b != wanted) {
            throw bad(wanted == Octets.LF ? "CR without LF in chunked content" : "chunk longer than its size");
        }
    }

    private static HttpException bad(String message) {
        return new HttpException(Status.BAD_REQUEST, message);
    }
}
