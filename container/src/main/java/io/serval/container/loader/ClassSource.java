package io.serval.container.loader;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.jar.Manifest;

/** One place where an application keeps classes: {@code WEB-INF/classes} or a jar. Safe for any thread. */
interface ClassSource {
    /** Where its classes come from, as their code source tells. */
    URL location();

    /** Reads a whole file, or returns {@code null} if there is none of that name. */
    byte[] read(String name) throws IOException;

    /** Opens a file, or returns {@code null} if there is none of that name. */
    InputStream open(String name) throws IOException;

    /** A URL of a file or directory, or {@code null} if there is none of that name. */
    URL url(String name);

    /** Describes its packages, or {@code null}. */
    Manifest manifest() throws IOException;
}
