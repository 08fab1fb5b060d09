package io.serval.container.session;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.serval.container.spi.SessionStore;

/**
 * Keeps sessions in one file, readable by its owner only. Written beside and moved into place, so that a crash leaves
 * the old file or the new one.
 */
public final class FileSessionStore implements SessionStore {
    private static final int MAGIC = 0x53525653;
    private static final int VERSION = 1;
    private static final int MAX_ATTRIBUTE_BYTES = 256 * 1024 * 1024;

    private final Path file;

    public FileSessionStore(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override public void save(List<StoredSession> sessions) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        createPrivate(fresh);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(sessions.size());
            for (StoredSession session : sessions) {
                write(session, out);
            }
        }
        move(fresh);
    }

    private static void createPrivate(Path fresh) throws IOException {
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(fresh);
        }
    }

    private void move(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void write(StoredSession session, DataOutputStream out) throws IOException {
        out.writeUTF(session.id());
        out.writeLong(session.createdMillis());
        out.writeLong(session.lastAccessedMillis());
        out.writeInt(session.maxInactiveSeconds());
        out.writeBoolean(session.isNew());
        out.writeInt(session.attributes().length);
        out.write(session.attributes());
    }

    @Override public List<StoredSession> take() throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return readAll(in);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (EOFException e) {
            throw new IOException(file + " is cut off", e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private List<StoredSession> readAll(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC || in.readInt() != VERSION) {
            throw new IOException(file + " is not a session file of this version");
        }
        int count = in.readInt();
        List<StoredSession> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(read(in));
        }
        return sessions;
    }

    private StoredSession read(DataInputStream in) throws IOException {
        String id = in.readUTF();
        long created = in.readLong();
        long lastAccessed = in.readLong();
        int maxInactive = in.readInt();
        boolean isNew = in.readBoolean();
        int length = in.readInt();
        if (length < 0 || length > MAX_ATTRIBUTE_BYTES) {
            throw new IOException(file + " is damaged: a session of " + length + " bytes");
        }
        byte[] attributes = in.readNBytes(length);
        if (attributes.length < length) {
            throw new EOFException();
        }
        return new StoredSession(id, created, lastAccessed, maxInactive, isNew, attributes);
    }

    @Override public String toString() {
        return file.toString();
    }
}
