package io.serval.connector;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Encoding of responses on the fly, for clients that accept it: gzip, and what is found on the class path (see
 * {@link io.serval.connector.coding.spi.ContentCoding}). Names in parentheses are those of the {@code Connector}
 * element.
 *
 * @param mode         whether ({@code compression}, off)
 * @param minSize      content known to be smaller is sent as it is, in bytes ({@code compressionMinSize}, 2048)
 * @param types        media types, or beginnings of them ({@code compressibleMimeType}, text and scripts)
 * @param noUserAgents user agents that get nothing encoded, or {@code null} ({@code noCompressionUserAgents})
 * @param noEncodings  content that has one of these encodings already is not encoded once more
 *                     ({@code noCompressionEncodings}, br, compress, dcb, dcz, deflate, gzip, pack200-gzip, zstd)
 * @param levels       by coding, how hard it tries, where that is not its own default ({@code compressionLevel}; gzip
 *                     1 to 9 (6), br 0 to 11 (4), zstd 1 to 19 (3))
 */
public record Compression(Mode mode, int minSize, List<String> types, Pattern noUserAgents, List<String> noEncodings,
                          Map<String, Integer> levels) {
    /** Whether responses are encoded. */
    public enum Mode {
        OFF,
        /** Where type, size and user agent allow it. */
        ON,
        /** Whatever type, size and user agent are. */
        FORCE
    }

    public static final Compression OFF = new Compression(Mode.OFF, 2_048,
            List.of("text/html", "text/xml", "text/plain", "text/css", "text/javascript", "application/javascript",
                    "application/json", "application/xml"),
            null, List.of("br", "compress", "dcb", "dcz", "deflate", "gzip", "pack200-gzip", "zstd"), Map.of());
    public static final Compression ON = OFF.withMode(Mode.ON);

    public Compression {
        if (minSize < 0) {
            throw new IllegalArgumentException("minSize must not be negative, was " + minSize);
        }
        types = List.copyOf(types);
        noEncodings = List.copyOf(noEncodings);
        levels = Map.copyOf(levels);
    }

    public Compression withMode(Mode value) {
        return new Compression(value, minSize, types, noUserAgents, noEncodings, levels);
    }

    public Compression withMinSize(int bytes) {
        return new Compression(mode, bytes, types, noUserAgents, noEncodings, levels);
    }

    public Compression withTypes(List<String> mediaTypes) {
        return new Compression(mode, minSize, mediaTypes, noUserAgents, noEncodings, levels);
    }

    public Compression withLevels(Map<String, Integer> byCoding) {
        return new Compression(mode, minSize, types, noUserAgents, noEncodings, byCoding);
    }
}
