package io.serval.benchmarks.run;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.serval.benchmarks.app.FormServlet;
import io.serval.benchmarks.client.LoadSpec;

/** Loads over HTTP/1.1 on clear text that are measured by throughput, CPU, allocation and latency. */
enum Scenario {
    PLAINTEXT("GET of 13 bytes through a filter and a servlet, 64 connections", LoadSpec.get("/plaintext", 64)),
    PIPELINED("the same, 16 requests at once", LoadSpec.get("/plaintext", 64).pipelined(16)),
    LARGE("GET of 1 MiB written by one call, 16 connections", LoadSpec.get("/large", 16)),
    HUGE("GET of 16 MiB written by sixteen calls, 4 connections", LoadSpec.get("/huge", 4)),
    UPLOAD("POST of 1 MiB, 16 connections", LoadSpec.upload("/upload", 1 << 20, 16)),
    HUGEUPLOAD("POST of 16 MiB, 4 connections", LoadSpec.upload("/upload", 16 << 20, 4)),
    FORM("POST of a form with 20 fields, 64 connections", LoadSpec.postForm("/form", form(), 64)),
    SESSION("GET that reads an attribute of its session, 64 connections", LoadSpec.get("/session", 64)) {
        @Override
        LoadSpec load(ServerProcess server) throws IOException {
            String cookie = server.answerField("/session", "Set-Cookie").split(";")[0];
            return load().withField("Cookie: " + cookie);
        }
    },
    STATIC("GET of a static file of 4 KiB, 64 connections", LoadSpec.get("/static.txt", 64)),
    UNCHANGED("the same with If-Modified-Since, answered with 304", LoadSpec.get("/static.txt", 64).expecting(304)) {
        @Override
        LoadSpec load(ServerProcess server) throws IOException {
            return load().withField("If-Modified-Since: " + server.answerField("/static.txt", "Last-Modified"));
        }
    },
    GZIP("GET of JSON of 2 KiB, compressed, 64 connections",
            LoadSpec.get("/json", 64).withField("Accept-Encoding: gzip")),
    CONCURRENT("GET of a servlet that takes 50 ms, 2,000 connections", LoadSpec.get("/sleep", 2_000));

    private final String title;
    private final LoadSpec load;

    Scenario(String title, LoadSpec load) {
        this.title = title;
        this.load = load;
    }

    String title() {
        return title;
    }

    LoadSpec load() {
        return load;
    }

    /** The load with what only this server can tell. */
    LoadSpec load(ServerProcess server) throws IOException {
        return load;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String form() {
        return IntStream.range(0, FormServlet.FIELDS)
                .mapToObj(i -> "field" + i + "=value+of+field%20" + i)
                .collect(Collectors.joining("&"));
    }
}
