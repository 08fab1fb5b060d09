package io.serval.benchmarks.run;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.serval.benchmarks.app.FormServlet;
import io.serval.benchmarks.client.LoadSpec;

/** Loads that are measured by throughput, CPU, allocation and latency. */
enum Scenario {
    PLAINTEXT("GET of 13 bytes through a filter and a servlet, 64 connections", LoadSpec.get("/plaintext", 64)),
    PIPELINED("the same, 16 requests at once", LoadSpec.get("/plaintext", 64).pipelined(16)),
    LARGE("GET of 1 MiB written by one call, 16 connections", LoadSpec.get("/large", 16)),
    FORM("POST of a form with 20 fields, 64 connections", LoadSpec.postForm("/form", form(), 64)),
    STATIC("GET of a static file of 4 KiB, 64 connections", LoadSpec.get("/static.txt", 64)),
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
