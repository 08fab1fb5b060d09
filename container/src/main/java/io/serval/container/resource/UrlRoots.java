package io.serval.container.resource;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** Opens {@code META-INF/resources} of what a URL of a class path names. */
final class UrlRoots {
    private static final String RESOURCES = "META-INF/resources";

    private UrlRoots() { }

    /**
     * @return {@code null} if it has no resources
     * @throws IOException when it cannot be read, or is a URL of a kind nobody here can list
     */
    static ResourceRoot open(URL url, boolean allowLinking) throws IOException {
        if (url.getProtocol().equals("file")) {
            return openFile(toPath(url), allowLinking);
        }
        URLConnection connection = url.openConnection();
        if (!(connection instanceof JarURLConnection jar)) {
            throw new IOException(url + " cannot be used for resources: it is neither a file nor a jar URL");
        }
        // A jar from the cache of the JDK would be closed under the feet of others.
        connection.setUseCaches(false);
        JarFile file = jar.getJarFile();
        String inside = jar.getEntryName() == null ? "" : jar.getEntryName();
        return nonEmpty(new ArchiveResources(file, baseOf(url), inside + RESOURCES + '/'));
    }

    /** The URL of the archive's root: up to its last {@code !/}. */
    private static URL baseOf(URL url) throws IOException {
        String text = url.toExternalForm();
        int root = text.lastIndexOf("!/");
        return root < 0 ? new URL(text + "!/") : new URL(url, text.substring(0, root + 2));
    }

    private static Path toPath(URL url) throws IOException {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException(url + " names no file", e);
        }
    }

    private static ResourceRoot openFile(Path file, boolean allowLinking) throws IOException {
        if (Files.isDirectory(file)) {
            Path resources = file.resolve(RESOURCES);
            return Files.isDirectory(resources) ? new DirectoryResources(resources, allowLinking) : null;
        }
        return nonEmpty(ArchiveResources.open(file, RESOURCES + '/'));
    }

    private static ResourceRoot nonEmpty(ArchiveResources archive) {
        if (archive.isEmpty()) {
            archive.close();
            return null;
        }
        return archive;
    }
}
