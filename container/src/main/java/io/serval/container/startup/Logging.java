package io.serval.container.startup;

import java.nio.file.Files;
import java.nio.file.Path;

/** Points logback to {@code conf/logback.xml}, before the first logger is made. */
final class Logging {
    private static final String PROPERTY = "logback.configurationFile";
    private static final String BUILT_IN = "io/serval/container/startup/logging/default.xml";

    private Logging() {
    }

    /** A configuration that the administrator named by the property of logback stays. */
    static void configure(HomeAndBase places) {
        if (System.getProperty("serval.base") == null) {
            System.setProperty("serval.base", places.base().toString());
        }
        if (System.getProperty(PROPERTY) == null) {
            Path file = places.conf("logback.xml");
            System.setProperty(PROPERTY, Files.isRegularFile(file) ? file.toString() : BUILT_IN);
        }
    }
}
