package io.serval.extensions;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

import com.github.luben.zstd.ZstdInputStream;

/** Decoders of the codings that are tested. */
final class Decoding {
    private Decoding() { }

    /** By implementations in Java that share nothing with the libraries that encode. */
    static byte[] decoded(String coding, byte[] encoded) throws IOException {
        InputStream in = new ByteArrayInputStream(encoded);
        try (InputStream decoder = switch (coding) {
            case "br" -> new org.brotli.dec.BrotliInputStream(in);
            case "zstd" -> new io.airlift.compress.zstd.ZstdInputStream(in);
            case "gzip" -> new GZIPInputStream(in);
            default -> throw new IllegalArgumentException(coding);
        }) {
            return decoder.readAllBytes();
        }
    }

    /** A decoder that gives what it can as soon as it has arrived. */
    static InputStream streaming(String coding, InputStream in) throws IOException {
        return switch (coding) {
            case "br" -> new BrotliStream(in);
            case "zstd" -> new ZstdInputStream(in);
            case "gzip" -> new GZIPInputStream(in);
            default -> throw new IllegalArgumentException(coding);
        };
    }

    /** Byte by byte, as a decoder asked for more than it has yet may wait for it. */
    static byte[] read(InputStream decoder, int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            int value = decoder.read();
            if (value < 0) {
                throw new EOFException("the encoding ends after " + i + " of " + count + " bytes");
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }
}
