package io.serval.zstd;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;

import io.serval.connector.coding.spi.ContentEncoder;

/**
 * Encodes a response as one frame without a checksum: the protocols below see to integrity. Content is gathered in
 * a buffer, so that many small writes are one call of the library. Begins anew after {@link #close}, when its coding
 * has kept it. Owned by one thread at a time.
 */
final class ZstdEncoder implements ContentEncoder {
    /** Two to this power are 256 KiB; 23, 8 MiB, would be the most that RFC 9659 allows. */
    static final int WINDOW_LOG = 18;
    private static final int INPUT_BYTES = 16 * 1024;
    private static final int OUTPUT_BYTES = 8 * 1024;

    private final ZstdCoding coding;
    private final ZstdCompressCtx library = new ZstdCompressCtx();
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);
    private final ByteBuffer output = ByteBuffer.allocate(OUTPUT_BYTES);
    private boolean dirty;

    ZstdEncoder(ZstdCoding coding) {
        this.coding = coding;
        begin();
    }

    private void begin() {
        input.clear();
        dirty = false;
        library.reset();
        library.setLevel(coding.level()).setWindowLog(WINDOW_LOG).setChecksum(false).setContentSize(false);
    }

    @Override public void write(byte[] bytes, int offset, int length, Output out) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            if (!input.hasRemaining()) {
                run(EndDirective.CONTINUE, out);
            }
            int count = Math.min(input.remaining(), end - at);
            input.put(bytes, at, count);
            at += count;
            dirty = true;
        }
    }

    /** Ends a block, so that a decoder has all of it (RFC 8878 §3.1.1.2). */
    @Override public void flush(Output out) throws IOException {
        if (dirty) {
            dirty = false;
            run(EndDirective.FLUSH, out);
        }
    }

    @Override public void finish(Output out) throws IOException {
        run(EndDirective.END, out);
    }

    /** Gives everything that waits to the library, and everything the library gives to the output. */
    private void run(EndDirective directive, Output out) throws IOException {
        input.flip();
        boolean done = false;
        while (!done) {
            output.clear();
            done = compress(directive);
            if (output.position() > 0) {
                out.write(output.array(), 0, output.position());
            }
        }
        input.clear();
    }

    /** @return whether the library needs no more room for what it was told to do */
    private boolean compress(EndDirective directive) throws IOException {
        try {
            boolean nothingLeft = library.compressByteBufferStream(output, input, directive);
            return directive == EndDirective.CONTINUE ? !input.hasRemaining() : nothingLeft;
        } catch (ZstdException e) {
            throw new IOException("the library of zstd could not encode", e);
        }
    }

    @Override public void close() {
        begin();
        coding.giveBack(this);
    }

    /** Gives the library's memory back; the encoder is of no use after it. */
    void free() {
        library.close();
    }
}
