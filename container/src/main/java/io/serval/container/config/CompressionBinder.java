package io.serval.container.config;

import java.util.List;

import io.serval.connector.Compression;
import io.serval.connector.Compression.Mode;

/** Reads the attributes of a {@code Connector} that encode responses on the fly. */
final class CompressionBinder {
    private CompressionBinder() { }

    static Compression bind(AttributeReader attributes) {
        Compression by = Compression.OFF;
        List<String> types = attributes.list("compressibleMimeType", by.types());
        types = attributes.list("compressableMimeType", types);
        return new Compression(mode(attributes),
                attributes.number("compressionMinSize", sizeInMode(attributes, by.minSize()), 0, Integer.MAX_VALUE),
                types, attributes.pattern("noCompressionUserAgents"),
                attributes.list("noCompressionEncodings", by.noEncodings()));
    }

    /** A number is the least size, and switches on. */
    private static Mode mode(AttributeReader attributes) {
        return isSize(attributes) ? Mode.ON : attributes.choice("compression", Mode.class, Mode.OFF);
    }

    private static int sizeInMode(AttributeReader attributes, int otherwise) {
        return isSize(attributes) ? attributes.number("compression", otherwise, 0, Integer.MAX_VALUE) : otherwise;
    }

    private static boolean isSize(AttributeReader attributes) {
        return attributes.text("compression", "").strip().matches("-?\\d+");
    }
}
