package io.serval.container.loader;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/**
 * URLs of entries of a jar whose connections do not use the JDK's cache of open jars. That cache would keep the jar
 * open, and locked on some systems, for the life of the JVM, and would show the old content after a redeployment.
 */
final class JarUrls extends URLStreamHandler {
    private static final JarUrls HANDLER = new JarUrls();

    private JarUrls() {
    }

    static URL of(URL jar, String entry) {
        try {
            return new URL("jar", "", -1, jar + "!/" + encode(entry), HANDLER);
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private static String encode(String entry) {
        return entry.replace("%", "%25").replace(" ", "%20").replace("#", "%23").replace("?", "%3F");
    }

    @Override protected URLConnection openConnection(URL url) throws IOException {
        URLConnection connection = new URL(url.toExternalForm()).openConnection();
        connection.setUseCaches(false);
        return connection;
    }

    @Override protected void parseURL(URL url, String spec, int start, int limit) {
        try {
            URL parsed = new URL(new URL(url.toExternalForm()), spec.substring(start, limit));
            setURL(url, "jar", "", -1, null, null, parsed.getFile(), null, url.getRef());
        } catch (MalformedURLException invalid) {
            throw new IllegalArgumentException(invalid.getMessage(), invalid);
        }
    }
}
