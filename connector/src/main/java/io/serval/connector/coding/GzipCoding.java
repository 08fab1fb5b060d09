package io.serval.connector.coding;

import java.util.zip.Deflater;

import io.serval.connector.buffer.SlotCache;
import io.serval.connector.coding.spi.ContentCoding;
import io.serval.connector.coding.spi.ContentEncoder;

/**
 * The coding gzip (RFC 9110 §8.4.1.3) by the JDK's deflater. A deflater holds about 256 KiB outside the heap, so some
 * are kept and the others freed at once.
 */
final class GzipCoding implements ContentCoding {
    static final String NAME = "gzip";
    private static final int KEPT = 32;

    private final SlotCache<GzipEncoder> kept = new SlotCache<>(KEPT);
    private final int level;
    private volatile boolean closed;

    GzipCoding() {
        this(Deflater.DEFAULT_COMPRESSION);
    }

    private GzipCoding(int level) {
        this.level = level;
    }

    @Override public String name() {
        return NAME;
    }

    @Override public int preference() {
        return 0;
    }

    @Override public ContentCoding atLevel(int wanted) {
        if (wanted < Deflater.BEST_SPEED || wanted > Deflater.BEST_COMPRESSION) {
            throw new IllegalArgumentException("gzip has the levels 1 to 9, not " + wanted);
        }
        return new GzipCoding(wanted);
    }

    @Override public ContentEncoder open() {
        GzipEncoder encoder = kept.take();
        return encoder != null ? encoder : new GzipEncoder(this, level);
    }

    /** Keeps an encoder for another response, or frees it. */
    void giveBack(GzipEncoder encoder) {
        if (closed || !kept.keep(encoder)) {
            encoder.free();
        } else if (closed) {
            close(); // closed between the two: nobody else would free it
        }
    }

    @Override public void close() {
        closed = true;
        for (GzipEncoder each = kept.take(); each != null; each = kept.take()) {
            each.free();
        }
    }
}
