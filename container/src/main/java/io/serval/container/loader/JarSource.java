package io.serval.container.loader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * A jar. It is opened when something is read, and can be closed at any time by {@link #release()} so that the file may
 * be replaced or deleted: the next read opens it again. Content is read whole; nothing handed out depends on the open
 * file. Multi-release jars are read as the running Java sees them. Guarded by {@code lock}: reading shares it.
 */
final class JarSource implements ClassSource {
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/(.+)");

    private final Path file;
    private final URL location;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private JarFile open;
    private boolean closed;
    private volatile boolean used;

    JarSource(Path file) {
        this.file = file;
        this.location = urlOf(file);
    }

    @Override public URL location() {
        return location;
    }

    @Override public byte[] read(String name) throws IOException {
        return whileOpen(jar -> {
            JarEntry entry = jar.getJarEntry(name);
            if (entry == null || entry.isDirectory()) {
                return null;
            }
            try (InputStream in = jar.getInputStream(entry)) {
                return in.readAllBytes();
            }
        });
    }

    @Override public InputStream open(String name) throws IOException {
        byte[] content = read(name);
        return content == null ? null : new ByteArrayInputStream(content);
    }

    @Override public URL url(String name) {
        try {
            return whileOpen(jar -> {
                JarEntry entry = jar.getJarEntry(name);
                return entry == null ? null : JarUrls.of(location, entry.getRealName());
            });
        } catch (IOException unreadable) {
            return null;
        }
    }

    @Override public Manifest manifest() throws IOException {
        return whileOpen(JarFile::getManifest);
    }

    /** The directories that hold something, without a slash at the end; the root is empty. */
    Set<String> directories() throws IOException {
        return whileOpen(jar -> {
            Set<String> directories = new HashSet<>(Set.of(""));
            jar.stream().map(JarEntry::getName).forEach(name -> {
                addParents(name, directories);
                Matcher versioned = VERSIONED.matcher(name);
                if (versioned.matches()) {
                    addParents(versioned.group(1), directories);
                }
            });
            return directories;
        });
    }

    private static void addParents(String name, Set<String> directories) {
        int slash = name.lastIndexOf('/');
        while (slash > 0 && directories.add(name.substring(0, slash))) {
            slash = name.lastIndexOf('/', slash - 1);
        }
    }

    /** Closes the file until it is needed again. */
    void release() {
        lock.writeLock().lock();
        try {
            if (open != null) {
                open.close();
                open = null;
            }
        } catch (IOException alreadyGone) {
            open = null;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Closes the file if nothing was read from it since the last call, until it is needed again. */
    void releaseUnused() {
        if (!used) {
            release();
        }
        used = false;
    }

    /** Closes the file for good. */
    void close() {
        release();
        lock.writeLock().lock();
        closed = true;
        lock.writeLock().unlock();
    }

    private interface Use<T> {
        T on(JarFile jar) throws IOException;
    }

    private <T> T whileOpen(Use<T> use) throws IOException {
        lock.readLock().lock();
        while (open == null) {
            lock.readLock().unlock();
            reopen();
            lock.readLock().lock();
        }
        used = true;
        try {
            return use.on(open);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void reopen() throws IOException {
        lock.writeLock().lock();
        try {
            if (closed) {
                throw new IOException(file + " was closed when its application stopped");
            }
            if (open == null) {
                open = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static URL urlOf(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override public String toString() {
        return file.toString();
    }
}
