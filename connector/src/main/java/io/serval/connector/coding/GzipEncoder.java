package io.serval.connector.coding;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import io.serval.connector.coding.spi.ContentEncoder;

/** Writes the gzip format (RFC 1952). Begins anew after {@link #close}, when its coding has kept it. */
final class GzipEncoder implements ContentEncoder {
    /** Magic number, deflate, no flags, no time, nothing said of the level, unknown system (§2.3). */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final GzipCoding coding;
    private final Deflater deflater;
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[8 * 1024];
    private int filled;
    private long length;
    private boolean dirty;

    GzipEncoder(GzipCoding coding, int level) {
        this.coding = coding;
        deflater = new Deflater(level, true);
        begin();
    }

    private void begin() {
        System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
        filled = HEADER.length;
        length = 0;
        dirty = false;
        checksum.reset();
        deflater.reset();
    }

    @Override public void write(byte[] bytes, int offset, int count, Output output) throws IOException {
        checksum.update(bytes, offset, count);
        length += count;
        dirty = true;
        deflater.setInput(bytes, offset, count);
        while (!deflater.needsInput()) {
            deflate(Deflater.NO_FLUSH, output);
        }
    }

    @Override public void flush(Output output) throws IOException {
        if (dirty) {
            dirty = false;
            do {
                deflate(Deflater.SYNC_FLUSH, output);
            } while (filled == buffer.length);
        }
        putOut(output);
    }

    /** Fills the buffer, which is full afterwards while the deflater has more to give. */
    private void deflate(int mode, Output output) throws IOException {
        if (filled == buffer.length) {
            putOut(output);
        }
        filled += deflater.deflate(buffer, filled, buffer.length - filled, mode);
    }

    @Override public void finish(Output output) throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            deflate(Deflater.NO_FLUSH, output);
        }
        if (buffer.length - filled < 8) {
            putOut(output);
        }
        putInt((int) checksum.getValue());
        putInt((int) length);
        putOut(output);
    }

    /** Least significant byte first (§2.1). */
    private void putInt(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            buffer[filled++] = (byte) (value >> shift);
        }
    }

    private void putOut(Output output) throws IOException {
        int count = filled;
        filled = 0;
        if (count > 0) {
            output.write(buffer, 0, count);
        }
    }

    @Override public void close() {
        begin();
        coding.giveBack(this);
    }

    /** Gives the deflater's memory back; the encoder is of no use after it. */
    void free() {
        deflater.end();
    }
}
