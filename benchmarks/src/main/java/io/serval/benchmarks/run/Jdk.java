package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JDK by its directory. */
record Jdk(Path home) {
    /** The one that runs the client. */
    static final Jdk THIS = new Jdk(Path.of(System.getProperty("java.home")));

    /** Such as {@code 17.0.15}, from its file {@code release}. */
    String version() throws IOException {
        for (String line : Files.readAllLines(home.resolve("release"))) {
            if (line.startsWith("JAVA_VERSION=")) {
                return line.substring("JAVA_VERSION=".length()).replace("\"", "");
            }
        }
        throw new IOException(home + " is no JDK: its file release tells no version");
    }

    int feature() throws IOException {
        return Integer.parseInt(version().split("[.-]")[0]);
    }

    boolean hasVirtualThreads() throws IOException {
        return feature() >= 21;
    }

    Path command(String name) {
        return home.resolve("bin").resolve(name);
    }
}
