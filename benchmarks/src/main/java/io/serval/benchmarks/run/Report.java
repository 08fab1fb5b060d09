package io.serval.benchmarks.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is found, on the console and in a file, as soon as it is known. */
final class Report implements Closeable {
    private final Writer file;

    Report(Path path) throws IOException {
        file = Files.newBufferedWriter(path);
    }

    void print(Object text) throws IOException {
        System.out.print(text);
        file.write(text.toString());
        file.flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
