package io.serval.container.management;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.serval.connector.metrics.Histogram;
import io.serval.container.management.PrometheusText.Type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PrometheusTextTest {
    private final PrometheusText text = new PrometheusText();

    @Test void writesHelpTypeAndSamples() {
        text.figure(Type.COUNTER, "serval_x_total", "What x is");
        text.sample("", 3);
        text.sample(PrometheusText.labels("a", "1", "b", "2"), 4);
        assertEquals("""
                # HELP serval_x_total What x is
                # TYPE serval_x_total counter
                serval_x_total 3
                serval_x_total{a="1",b="2"} 4
                """, text.toString());
    }

    @Test void escapesValuesOfLabels() {
        assertEquals("path=\"a\\\\b\\\"c\\nd\"", PrometheusText.labels("path", "a\\b\"c\nd"));
    }

    @Test void bucketsOfAHistogramAddUp() {
        List<Long> counts = new ArrayList<>(Collections.nCopies(Histogram.BUCKETS, 0L));
        counts.set(0, 2L);
        counts.set(2, 1L);
        counts.set(Histogram.BUCKETS - 1, 1L);
        text.figure(Type.HISTOGRAM, "h_seconds", "Times");
        text.histogram("l=\"1\"", new Histogram(counts, 40_000_000_000L, 39_000_000_000L));
        String lines = text.toString();
        assertTrue(lines.contains("h_seconds_bucket{l=\"1\",le=\"1.0E-6\"} 2\n"), lines);
        assertTrue(lines.contains("h_seconds_bucket{l=\"1\",le=\"4.0E-6\"} 3\n"), lines);
        assertTrue(lines.contains("h_seconds_bucket{l=\"1\",le=\"33.554432\"} 3\n"), lines);
        assertTrue(lines.contains("h_seconds_bucket{l=\"1\",le=\"+Inf\"} 4\n"), lines);
        assertTrue(lines.endsWith("h_seconds_sum{l=\"1\"} 40.0\nh_seconds_count{l=\"1\"} 4\n"), lines);
    }
}
