package io.serval.container.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Serval this is, on what. */
final class ServalVersion {
    private ServalVersion() {
    }

    /** Such as {@code Serval/1.0.0}. */
    static String name() {
        Properties properties = new Properties();
        try (InputStream file = ServalVersion.class.getResourceAsStream("version.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "Serval/" + properties.getProperty("version");
    }

    /** Such as {@code Java 17.0.15 (Debian)}. */
    static String jvm() {
        return "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ')';
    }

    /** Such as {@code Linux 6.1.0 amd64}. */
    static String system() {
        return System.getProperty("os.name") + ' ' + System.getProperty("os.version") + ' '
                + System.getProperty("os.arch");
    }
}
