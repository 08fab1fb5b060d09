package io.serval.container.resource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The types that file name extensions stand for, where nothing else was configured. Safe for any thread. */
public final class MimeTypes {
    private MimeTypes() { }

    /** Read when it is first asked for. */
    private static final class Table {
        static final Map<String, String> BY_EXTENSION = Collections.unmodifiableMap(read());

        private static Map<String, String> read() {
            Map<String, String> types = new HashMap<>(2048);
            try (InputStream in = MimeTypes.class.getResourceAsStream("mime-types.txt");
                 BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
                lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> addLine(line, types));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return types;
        }

        private static void addLine(String line, Map<String, String> types) {
            String[] words = line.split(" ");
            for (int i = 1; i < words.length; i++) {
                types.put(words[i], words[0]);
            }
        }
    }

    /** The type of a file name by its last extension, or {@code null} if it is not known. */
    public static String ofFile(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 || fileName.indexOf('/', dot) >= 0 ? null : ofExtension(fileName.substring(dot + 1));
    }

    /** The type of an extension without its dot, in any mix of cases, or {@code null} if it is not known. */
    public static String ofExtension(String extension) {
        String type = Table.BY_EXTENSION.get(extension);
        return type != null ? type : Table.BY_EXTENSION.get(extension.toLowerCase(Locale.ROOT));
    }

    /** All extensions, in lower case and without dot, with their types; unmodifiable. */
    public static Map<String, String> asMap() {
        return Table.BY_EXTENSION;
    }
}
