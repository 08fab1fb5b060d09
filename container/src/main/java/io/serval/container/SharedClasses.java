package io.serval.container;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.deploy.WebAppAssembler;
import io.serval.container.deploy.WebAppAssembler.Surroundings;
import io.serval.container.loader.SharedApi;

/**
 * What applications with classes of their own see beside those: the Jakarta APIs of the server, and the libraries an
 * administrator gave to all of them.
 */
final class SharedClasses implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Serval.class);

    private final SharedApi api = new SharedApi(Serval.class.getClassLoader());
    private final URLClassLoader libraries;

    private SharedClasses(List<Path> jars) throws MalformedURLException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        libraries = jars.isEmpty() ? null : new URLClassLoader("shared-libraries", urls, api);
    }

    static SharedClasses of(List<Path> jars) throws MalformedURLException {
        return new SharedClasses(jars);
    }

    /** Finds what the resources of the server need, such as database drivers. */
    ClassLoader forResources() {
        return libraries != null ? libraries : Serval.class.getClassLoader();
    }

    /**
     * @param defaultsXml what every application starts from, or {@code null}
     * @param base        what names of files in settings are relative to
     */
    WebAppAssembler assembler(Path defaultsXml, Path workDir, Path base) throws IOException {
        return new WebAppAssembler(new Surroundings(Serval.class.getClassLoader(), api,
                libraries != null ? libraries : api, defaultsXml, workDir, base));
    }

    @Override public void close() {
        if (libraries != null) {
            try {
                libraries.close();
            } catch (IOException e) {
                log.warn("The shared libraries could not be closed: {}", e.toString());
            }
        }
    }
}
