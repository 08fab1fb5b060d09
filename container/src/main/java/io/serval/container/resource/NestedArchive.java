package io.serval.container.resource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collection;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The {@code META-INF/resources} of a jar inside a WAR that is not unpacked. A jar in an archive can only be read from
 * its beginning: opening a file skips what is in front of it, so small files are worth caching.
 */
final class NestedArchive implements ResourceRoot {
    private static final String PREFIX = "META-INF/resources/";

    private record Entry(String name, long length, long lastModified) { }

    private final ArchiveHandle outer;
    private final ZipEntry jar;
    private final URL jarUrl;
    private final ArchiveIndex<Entry> index = new ArchiveIndex<>(PREFIX);

    private NestedArchive(ArchiveHandle outer, ZipEntry jar, URL jarUrl) {
        this.outer = outer;
        this.jar = jar;
        this.jarUrl = jarUrl;
    }

    /** Reads the jar once for its names and sizes. */
    static NestedArchive read(ArchiveHandle outer, ZipEntry jar, URL jarUrl) throws IOException {
        NestedArchive nested = new NestedArchive(outer, jar, jarUrl);
        try (ZipInputStream in = new ZipInputStream(outer.open(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (nested.index.covers(entry.getName())) {
                    // Its size may stand only behind the entry.
                    long length = in.transferTo(java.io.OutputStream.nullOutputStream());
                    nested.index.add(entry.getName(), new Entry(entry.getName(), length, entry.getTime()));
                }
            }
        }
        return nested;
    }

    boolean isEmpty() {
        return index.isEmpty();
    }

    @Override public WebResource find(String path) {
        Entry entry = index.file(path);
        if (entry != null) {
            return new ArchiveResource(path, entry.length, Math.max(0, entry.lastModified), () -> open(entry),
                    url(entry));
        }
        return index.isDirectory(path) ? new ArchiveResource(path.isEmpty() ? "/" : path, -1, 0, null, null) : null;
    }

    private InputStream open(Entry wanted) throws IOException {
        ZipInputStream in = new ZipInputStream(outer.open(jar));
        try {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(wanted.name)) {
                    return in;
                }
            }
        } catch (IOException e) {
            in.close();
            throw e;
        }
        in.close();
        throw new FileNotFoundException(wanted.name);
    }

    /** The JDK has no way to write an entry of a jar in a jar, so the URL brings its own handler. */
    private URL url(Entry entry) {
        try {
            return new URL(null, "jar:" + jarUrl + "!/" + ResourcePath.encode(entry.name), new Handler(entry));
        } catch (MalformedURLException e) {
            throw new IllegalStateException("No URL for " + entry.name + " in " + jarUrl, e);
        }
    }

    private final class Handler extends URLStreamHandler {
        private final Entry entry;

        Handler(Entry entry) {
            this.entry = entry;
        }

        @Override protected URLConnection openConnection(URL url) {
            return new Connection(url, entry);
        }
    }

    private final class Connection extends URLConnection {
        private final Entry entry;

        Connection(URL url, Entry entry) {
            super(url);
            this.entry = entry;
        }

        @Override public void connect() {
            connected = true;
        }

        @Override public InputStream getInputStream() throws IOException {
            return open(entry);
        }

        @Override public long getContentLengthLong() {
            return entry.length;
        }

        @Override public long getLastModified() {
            return entry.lastModified;
        }
    }

    @Override public void list(String path, Collection<String> names) {
        index.list(path, names);
    }

    @Override public void close() {
        // The archive around it is closed by its owner.
    }

    @Override public String toString() {
        return jarUrl.toString();
    }
}
