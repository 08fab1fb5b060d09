package io.serval.container.multipart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The bytes of one part: in memory up to a threshold, then in a file of its own. Used by one thread at a time.
 */
final class PartContent {
    private static final int FIRST_SIZE = 256;

    private final int threshold;
    private final Supplier<Path> directory;
    private byte[] memory = new byte[FIRST_SIZE];
    private long size;
    private Path file;
    private OutputStream out;
    /** Whether the file is ours to delete: no longer, once the application has given it a name. */
    private boolean temporary;
    private boolean deleted;

    PartContent(int threshold, Supplier<Path> directory) {
        this.threshold = threshold;
        this.directory = directory;
    }

    void append(byte[] source, int offset, int length) throws IOException {
        if (out == null && size + length > threshold) {
            openFile();
        }
        if (out != null) {
            out.write(source, offset, length);
        } else {
            appendToMemory(source, offset, length);
        }
        size += length;
    }

    private void appendToMemory(byte[] source, int offset, int length) {
        int needed = (int) size + length;
        if (needed > memory.length) {
            memory = Arrays.copyOf(memory, Math.max(needed, memory.length * 2));
        }
        System.arraycopy(source, offset, memory, (int) size, length);
    }

    private void openFile() throws IOException {
        Path target = directory.get().resolve("upload-" + UUID.randomUUID() + ".tmp");
        out = create(target);
        file = target;
        temporary = true;
        out.write(memory, 0, (int) size);
        memory = null;
    }

    /** Cleaners of temporary directories take empty ones away while the server runs. */
    private static OutputStream create(Path target) throws IOException {
        try {
            return Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            Files.createDirectories(target.getParent());
            return Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    /** No more bytes will come. */
    void complete() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    long size() {
        return size;
    }

    InputStream open() throws IOException {
        checkNotDeleted();
        return file != null ? Files.newInputStream(file) : new ByteArrayInputStream(memory, 0, (int) size);
    }

    byte[] toBytes() throws IOException {
        checkNotDeleted();
        return file != null ? Files.readAllBytes(file) : Arrays.copyOf(memory, (int) size);
    }

    /** Moves the temporary file there, or writes a copy of what is in memory or was moved before. */
    void writeTo(String fileName) throws IOException {
        checkNotDeleted();
        Path target = target(fileName);
        if (temporary) {
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
            file = target;
            temporary = false;
        } else if (file == null) {
            Files.write(target, Arrays.copyOf(memory, (int) size));
        } else if (!file.equals(target)) {
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Absolute names are taken as they are; others belong into the directory, which small parts have not needed yet.
     */
    private Path target(String fileName) throws IOException {
        Path target = Path.of(fileName);
        if (!target.isAbsolute()) {
            Path base = directory.get();
            Files.createDirectories(base);
            target = base.resolve(target);
        }
        return target;
    }

    private void checkNotDeleted() throws IOException {
        if (deleted) {
            throw new IOException("The part was deleted; it lives as long as its request");
        }
    }

    /** Frees memory and the temporary file; a file that {@link #writeTo} made stays. */
    void delete() throws IOException {
        deleted = true;
        memory = null;
        complete();
        if (temporary) {
            temporary = false;
            Files.deleteIfExists(file);
        }
    }
}
