package io.serval.container.resource;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A WAR or jar, or one directory in it, read where it is without unpacking. */
final class ArchiveResources implements ResourceRoot {
    private static final String LIBRARIES = "/WEB-INF/lib";

    private final ArchiveHandle archive;
    private final URL base;
    private final String prefix;
    private final ArchiveIndex<ZipEntry> index;

    /**
     * @param zip    closed with this
     * @param base   a URL below which that of an entry is found by its name
     * @param prefix the directory in the archive, with {@code /} at its end; empty for all of it
     */
    ArchiveResources(ZipFile zip, URL base, String prefix) {
        this.archive = new ArchiveHandle(zip);
        this.base = base;
        this.prefix = prefix;
        this.index = new ArchiveIndex<>(prefix);
        zip.stream().filter(entry -> index.covers(entry.getName())).forEach(e -> index.add(e.getName(), e));
    }

    static ArchiveResources open(Path file, String prefix) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw new IOException(file + " cannot be read as an archive: " + e.getMessage(), e);
        }
        return new ArchiveResources(zip, new URL("jar:" + file.toUri() + "!/"), prefix);
    }

    @Override public WebResource find(String path) {
        ZipEntry entry = index.file(path);
        if (entry != null) {
            return new ArchiveResource(path, entry.getSize(), Math.max(0, entry.getTime()),
                    () -> archive.open(entry), url(path));
        }
        return index.isDirectory(path)
                ? new ArchiveResource(path.isEmpty() ? "/" : path, -1, 0, null, url(path + '/')) : null;
    }

    private URL url(String path) {
        try {
            return new URL(base, ResourcePath.encode(prefix + path.substring(1)));
        } catch (MalformedURLException e) {
            throw new IllegalStateException("No URL for " + path + " in " + base, e);
        }
    }

    @Override public void list(String path, Collection<String> names) {
        index.list(path, names);
    }

    /** Whether there are files at all. */
    boolean isEmpty() {
        return index.isEmpty();
    }

    /** The jars of this WAR that have {@code META-INF/resources}, by name. */
    List<ResourceRoot> nestedLibraries(LibraryOrder order) throws IOException {
        List<String> names = new ArrayList<>();
        index.list(LIBRARIES, names);
        List<ResourceRoot> libraries = new ArrayList<>();
        for (String name : order.select(names)) {
            ZipEntry jar = index.file(LIBRARIES + '/' + name);
            NestedArchive nested = NestedArchive.read(archive, jar, url(LIBRARIES + '/' + name));
            if (!nested.isEmpty()) {
                libraries.add(nested);
            }
        }
        return libraries;
    }

    @Override public void close() {
        archive.close();
    }

    @Override public String toString() {
        return base + prefix;
    }
}
