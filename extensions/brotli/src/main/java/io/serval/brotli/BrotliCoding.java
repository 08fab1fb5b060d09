package io.serval.brotli;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.aayushatharva.brotli4j.encoder.EncoderJNI;

import io.serval.connector.coding.spi.ContentCoding;
import io.serval.connector.coding.spi.ContentEncoder;

/**
 * The coding br (RFC 7932). Level 4 unless told otherwise: what is encoded while a client waits is not worth the time
 * of the higher ones. The window is 256 KiB, which bounds the memory of an encoder, outside the heap, to about 2 MiB at
 * that level; it is taken as content comes and freed at the end of the response. Safe for any thread.
 */
public final class BrotliCoding implements ContentCoding {
    static final int DEFAULT_LEVEL = 4;
    private static final int MAX_LEVEL = 11;
    private static final int WINDOW_BITS = 18;
    private static final int INPUT_BYTES = 16 * 1024;

    private final int level;

    /** @throws UnsatisfiedLinkError if the library of this system cannot be loaded */
    public BrotliCoding() {
        this(DEFAULT_LEVEL);
        Brotli4jLoader.ensureAvailability();
    }

    private BrotliCoding(int level) {
        this.level = level;
    }

    @Override public String name() {
        return "br";
    }

    @Override public int preference() {
        return 10;
    }

    @Override public ContentCoding atLevel(int wanted) {
        if (wanted < 0 || wanted > MAX_LEVEL) {
            throw new IllegalArgumentException("br has the levels 0 to " + MAX_LEVEL + ", not " + wanted);
        }
        return new BrotliCoding(wanted);
    }

    @Override public ContentEncoder open() {
        try {
            return new BrotliEncoder(new EncoderJNI.Wrapper(INPUT_BYTES, level, WINDOW_BITS, Encoder.Mode.GENERIC));
        } catch (IOException e) {
            throw new UncheckedIOException("no memory for an encoder of br", e);
        }
    }
}
