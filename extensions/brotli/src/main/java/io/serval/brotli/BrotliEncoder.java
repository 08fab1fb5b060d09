package io.serval.brotli;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import com.aayushatharva.brotli4j.encoder.EncoderJNI.Operation;

import io.serval.connector.coding.spi.ContentEncoder;

/**
 * Encodes one response. Content goes through a buffer outside the heap, so that many small writes are one call of the
 * library. Owned by one thread at a time.
 */
final class BrotliEncoder implements ContentEncoder {
    private static final int OUTPUT_BYTES = 8 * 1024;

    private final EncoderJNI.Wrapper library;
    private final ByteBuffer input;
    private byte[] encoded = {};
    private boolean dirty;

    BrotliEncoder(EncoderJNI.Wrapper library) {
        this.library = library;
        this.input = library.getInputBuffer();
    }

    @Override public void write(byte[] bytes, int offset, int length, Output output) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            if (!input.hasRemaining()) {
                run(Operation.PROCESS, output);
            }
            int count = Math.min(input.remaining(), end - at);
            input.put(bytes, at, count);
            at += count;
            dirty = true;
        }
    }

    /** Ends a block and fills its last byte, so that a decoder has all of it (RFC 7932 §9.2). */
    @Override public void flush(Output output) throws IOException {
        if (dirty) {
            dirty = false;
            run(Operation.FLUSH, output);
        }
    }

    @Override public void finish(Output output) throws IOException {
        run(Operation.FINISH, output);
        if (!library.isFinished()) {
            throw new IOException("the library of br did not end the encoding");
        }
    }

    /** Gives everything that waits to the library, and everything the library gives to the output. */
    private void run(Operation operation, Output output) throws IOException {
        library.push(operation, input.position());
        boolean working = true;
        while (working) {
            if (!library.isSuccess()) {
                throw new IOException("the library of br could not encode");
            } else if (library.hasMoreOutput()) {
                putOut(library.pull(), output);
            } else if (library.hasRemainingInput()) {
                library.push(operation, 0);
            } else {
                working = false;
            }
        }
        input.clear();
    }

    private void putOut(ByteBuffer from, Output output) throws IOException {
        if (encoded.length == 0) {
            encoded = new byte[OUTPUT_BYTES];
        }
        while (from.hasRemaining()) {
            int count = Math.min(encoded.length, from.remaining());
            from.get(encoded, 0, count);
            output.write(encoded, 0, count);
        }
    }

    @Override public void close() {
        library.destroy();
    }
}
