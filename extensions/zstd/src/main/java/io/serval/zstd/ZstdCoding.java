package io.serval.zstd;

import java.util.concurrent.ArrayBlockingQueue;

import com.github.luben.zstd.util.Native;

import io.serval.connector.coding.spi.ContentCoding;
import io.serval.connector.coding.spi.ContentEncoder;

/**
 * The coding zstd (RFC 8878). Level 3 unless told otherwise, the library's own default. The window is 256 KiB, far
 * below the 8 MiB that clients must take (RFC 9659 §3); it bounds the memory of an encoder, outside the heap, to about
 * 1.5 MiB at that level. Some encoders are kept for the next responses, the others freed at once. Safe for any thread.
 */
public final class ZstdCoding implements ContentCoding {
    static final int DEFAULT_LEVEL = 3;
    private static final int MAX_LEVEL = 19;
    private static final int KEPT = 16;

    private final int level;
    private final ArrayBlockingQueue<ZstdEncoder> kept = new ArrayBlockingQueue<>(KEPT);
    private volatile boolean closed;

    /** @throws UnsatisfiedLinkError if the library of this system cannot be loaded */
    public ZstdCoding() {
        this(DEFAULT_LEVEL);
        Native.load();
    }

    private ZstdCoding(int level) {
        this.level = level;
    }

    @Override public String name() {
        return "zstd";
    }

    @Override public int preference() {
        return 20;
    }

    @Override public ContentCoding atLevel(int wanted) {
        if (wanted < 1 || wanted > MAX_LEVEL) {
            throw new IllegalArgumentException("zstd has the levels 1 to " + MAX_LEVEL + ", not " + wanted);
        }
        return new ZstdCoding(wanted);
    }

    int level() {
        return level;
    }

    @Override public ContentEncoder open() {
        ZstdEncoder encoder = kept.poll();
        return encoder != null ? encoder : new ZstdEncoder(this);
    }

    /** Keeps an encoder for another response, or frees it. */
    void giveBack(ZstdEncoder encoder) {
        if (closed || !kept.offer(encoder)) {
            encoder.free();
        } else if (closed) {
            close(); // closed between the two: nobody else would free it
        }
    }

    @Override public void close() {
        closed = true;
        for (ZstdEncoder each = kept.poll(); each != null; each = kept.poll()) {
            each.free();
        }
    }

    /** How many encoders wait for another response. */
    int keptEncoders() {
        return kept.size();
    }
}
