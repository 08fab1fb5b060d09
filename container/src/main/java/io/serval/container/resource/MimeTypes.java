package io.serval.container.resource;

import java.util.Map;

/** The types that file name extensions stand for, where nothing else was configured. */
public final class MimeTypes {
    private MimeTypes() { }

    /** The type of a file name by its last extension, or {@code null} if it is not known. */
    public static String ofFile(String fileName) {
        return null;
    }

    /** The type of an extension without its dot, or {@code null} if it is not known. */
    public static String ofExtension(String extension) {
        return null;
    }

    /** All extensions with their types; unmodifiable. */
    public static Map<String, String> asMap() {
        return Map.of();
    }
}
