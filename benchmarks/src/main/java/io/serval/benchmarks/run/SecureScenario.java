package io.serval.benchmarks.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Loads over TLS and over HTTP/2, driven by {@code h2load}. */
enum SecureScenario {
    TLS("HTTP/1.1 over TLS 1.3: GET of 13 bytes, 64 connections", true, "/plaintext", "--h1", "-c64"),
    TLSLARGE("HTTP/1.1 over TLS 1.3: GET of 1 MiB, 16 connections", true, "/large", "--h1", "-c16"),
    TLSHUGE("HTTP/1.1 over TLS 1.3: GET of 16 MiB, 4 connections", true, "/huge", "--h1", "-c4"),
    TLSUPLOAD("HTTP/1.1 over TLS 1.3: POST of 1 MiB, 16 connections", true, "/upload", "--h1", "-c16", Part.MEBIBYTE),
    TLSHUGEUPLOAD("HTTP/1.1 over TLS 1.3: POST of 16 MiB, 4 connections", true, "/upload", "--h1", "-c4",
            Part.MEBIBYTES),
    H2C("HTTP/2 on clear text: GET of 13 bytes, 8 connections with 32 streams", false, "/plaintext", "-c8", "-m32"),
    H2("HTTP/2 over TLS: GET of 13 bytes, 8 connections with 32 streams", true, "/plaintext", "-c8", "-m32"),
    H2LARGE("HTTP/2 over TLS: GET of 1 MiB, 4 connections with 4 streams", true, "/large", "-c4", "-m4"),
    H2HUGE("HTTP/2 over TLS: GET of 16 MiB, 4 connections with 1 stream", true, "/huge", "-c4", "-m1"),
    H2UPLOAD("HTTP/2 over TLS: POST of 1 MiB, 4 connections with 4 streams", true, "/upload", "-c4", "-m4",
            Part.MEBIBYTE),
    H2HUGEUPLOAD("HTTP/2 over TLS: POST of 16 MiB, 4 connections with 1 stream", true, "/upload", "-c4", "-m1",
            Part.MEBIBYTES);

    private final String title;
    private final boolean tls;
    private final String path;
    private final List<String> arguments;

    /** Files with the content to upload, by their names in the directory of the run. */
    static final class Part {
        static final String MEBIBYTE = "upload-1.bin";
        static final String MEBIBYTES = "upload-16.bin";

        private Part() { }
    }

    SecureScenario(String title, boolean tls, String path, String... arguments) {
        this.title = title;
        this.tls = tls;
        this.path = path;
        this.arguments = List.of(arguments);
    }

    String title() {
        return title;
    }

    /** For {@code h2load}. */
    List<String> arguments(ServerProcess server, Path work) {
        List<String> all = new ArrayList<>();
        for (String each : arguments) {
            all.add(each.endsWith(".bin") ? "-d" + work.resolve(each) : each);
        }
        all.add((tls ? "https://127.0.0.1:" + server.tlsAddress().getPort()
                : "http://127.0.0.1:" + server.address().getPort()) + path);
        return all;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
