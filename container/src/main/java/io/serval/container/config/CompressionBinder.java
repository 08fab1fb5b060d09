package io.serval.container.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.serval.connector.Compression;
import io.serval.connector.Compression.Mode;

/** Reads the attributes of a {@code Connector} that encode responses on the fly. */
final class CompressionBinder {
    private static final Pattern LEVEL = Pattern.compile("([a-zA-Z][a-zA-Z0-9-]*)\\s*=\\s*(\\d{1,2})");

    private CompressionBinder() { }

    static Compression bind(AttributeReader attributes) {
        Compression by = Compression.OFF;
        List<String> types = attributes.list("compressibleMimeType", by.types());
        types = attributes.list("compressableMimeType", types);
        return new Compression(mode(attributes),
                attributes.number("compressionMinSize", sizeInMode(attributes, by.minSize()), 0, Integer.MAX_VALUE),
                types, attributes.pattern("noCompressionUserAgents"),
                attributes.list("noCompressionEncodings", by.noEncodings()), levels(attributes));
    }

    /** {@code gzip=6, br=4}. Which levels there are the codings know, which are found when a connector starts. */
    private static Map<String, Integer> levels(AttributeReader attributes) {
        Map<String, Integer> levels = new TreeMap<>();
        for (String each : attributes.list("compressionLevel", List.of())) {
            Matcher level = LEVEL.matcher(each);
            if (!level.matches()) {
                attributes.error("compressionLevel", "must be codings with their levels, such as gzip=6, br=4, zstd=3");
                return Map.of();
            }
            levels.put(level.group(1).toLowerCase(Locale.ROOT), Integer.valueOf(level.group(2)));
        }
        return levels;
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
