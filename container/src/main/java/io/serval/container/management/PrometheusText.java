package io.serval.container.management;

import io.serval.connector.metrics.Histogram;

/**
 * Writes figures in the text format of Prometheus, version 0.0.4: for each name a line of help, one of its type, and
 * one
 * for each set of labels. For one thread.
 */
final class PrometheusText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final double SECOND = 1e9;

    /** What a figure is. */
    enum Type {
        /** Only grows; its name ends in {@code _total}. */
        COUNTER("counter"),
        /** Goes up and down. */
        GAUGE("gauge"),
        /** Times in buckets; its name ends in {@code _seconds}. */
        HISTOGRAM("histogram");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    private final StringBuilder text = new StringBuilder(16_384);
    private String name;

    /** Begins with a figure; what follows is of it. */
    PrometheusText figure(Type type, String figure, String help) {
        name = figure;
        text.append("# HELP ").append(figure).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(figure).append(' ').append(type.word).append('\n');
        return this;
    }

    /** A value with its labels, as {@link #labels} makes them. */
    void sample(String labels, long value) {
        begin("", labels).append(value).append('\n');
    }

    /** Nanoseconds, told in seconds. */
    void seconds(String labels, long nanos) {
        begin("", labels).append(nanos / SECOND).append('\n');
    }

    /** All lines of a histogram. */
    void histogram(String labels, Histogram times) {
        long below = 0;
        String before = labels.isEmpty() ? "" : labels + ',';
        for (int i = 0; i < Histogram.BUCKETS - 1; i++) {
            below += times.counts().get(i);
            begin("_bucket", before + "le=\"" + Histogram.boundNanos(i) / SECOND + '"').append(below).append('\n');
        }
        begin("_bucket", before + "le=\"+Inf\"").append(times.count()).append('\n');
        begin("_sum", labels).append(times.sumNanos() / SECOND).append('\n');
        begin("_count", labels).append(times.count()).append('\n');
    }

    private StringBuilder begin(String suffix, String labels) {
        text.append(name).append(suffix);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        return text.append(' ');
    }

    /** Labels from names and values in turn; values may be any text. */
    static String labels(String... namesAndValues) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.append(i == 0 ? "" : ",").append(namesAndValues[i]).append("=\"");
            escape(namesAndValues[i + 1], labels);
            labels.append('"');
        }
        return labels.toString();
    }

    private static void escape(String value, StringBuilder labels) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> labels.append("\\\\");
                case '"' -> labels.append("\\\"");
                case '\n' -> labels.append("\\n");
                default -> labels.append(c);
            }
        }
    }

    @Override public String toString() {
        return text.toString();
    }
}
