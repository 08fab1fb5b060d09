package io.serval.container.resource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes directories and archives for tests. */
final class TestTree {
    private TestTree() { }

    static Path write(Path root, String path, String content) {
        Path file = root.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An archive of texts and of bytes; names that end in a slash are directories. */
    static byte[] zip(Map<String, Object> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, Object> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                writeContent(entry.getValue(), zip);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeContent(Object content, OutputStream out) throws IOException {
        out.write(content instanceof byte[] b ? b : content.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Path zip(Path file, Map<String, Object> entries) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, zip(entries));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(WebResource resource) throws IOException {
        try (var in = resource.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String read(java.net.URL url) throws IOException {
        var connection = url.openConnection();
        connection.setUseCaches(false);
        try (var in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
