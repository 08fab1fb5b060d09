package io.serval.connector.coding;

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

    @Override public String name() {
        return NAME;
    }

    @Override public int preference() {
        return 0;
    }

    @Override public ContentEncoder open() {
        GzipEncoder encoder = kept.take();
        return encoder != null ? encoder : new GzipEncoder(this);
    }

    /** @return whether the encoder is kept for another response */
    boolean keep(GzipEncoder encoder) {
        return kept.keep(encoder);
    }
}
