package io.serval.connector.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

import io.serval.connector.metrics.Histogram;
import io.serval.connector.metrics.RequestMetrics;

/**
 * Counts requests that ended. Every worker counts, so there are stripes, each a row of counters, and a thread keeps to
 * one: an addition rarely meets another. Safe for any thread.
 *
 * <pre>
 *   a row:  padding | classes of status | duration: buckets, sum, longest | queue wait: buckets, sum, longest | padding
 * </pre>
 */
public final class RequestCounts {
    private static final int PADDING = 8;
    private static final int TIMES = Histogram.BUCKETS + 2;
    private static final int CLASSES_AT = PADDING;
    private static final int DURATION_AT = CLASSES_AT + RequestMetrics.CLASSES;
    private static final int WAIT_AT = DURATION_AT + TIMES;
    private static final int ROW = WAIT_AT + TIMES + PADDING;
    private static final int MOST_STRIPES = 16;

    private final AtomicLongArray[] stripes;

    public RequestCounts() {
        int processors = Math.min(MOST_STRIPES, Runtime.getRuntime().availableProcessors());
        stripes = new AtomicLongArray[Integer.highestOneBit(2 * processors - 1)];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new AtomicLongArray(ROW);
        }
    }

    /** A request has ended. @param waitNanos in the queue; negative if no worker had it */
    public void add(int status, long durationNanos, long waitNanos) {
        AtomicLongArray row = stripes[(int) Thread.currentThread().getId() & stripes.length - 1];
        add(row, DURATION_AT, durationNanos);
        if (waitNanos >= 0) {
            add(row, WAIT_AT, waitNanos);
        }
        row.getAndIncrement(CLASSES_AT + statusClass(status));
    }

    private static void add(AtomicLongArray row, int at, long nanos) {
        row.getAndIncrement(at + Histogram.bucket(nanos));
        row.getAndAdd(at + Histogram.BUCKETS, nanos);
        int max = at + Histogram.BUCKETS + 1;
        long longest = row.getPlain(max);
        while (nanos > longest && !row.compareAndSet(max, longest, nanos)) {
            longest = row.get(max);
        }
    }

    private static int statusClass(int status) {
        return status >= 100 && status < 600 ? status / 100 : 0;
    }

    /** Requests that ended. */
    public long completed() {
        long all = 0;
        for (int i = 0; i < RequestMetrics.CLASSES; i++) {
            all += sum(CLASSES_AT + i);
        }
        return all;
    }

    public List<Long> byClass() {
        List<Long> classes = new ArrayList<>(RequestMetrics.CLASSES);
        for (int i = 0; i < RequestMetrics.CLASSES; i++) {
            classes.add(sum(CLASSES_AT + i));
        }
        return classes;
    }

    public Histogram duration() {
        return times(DURATION_AT);
    }

    public Histogram queueWait() {
        return times(WAIT_AT);
    }

    private Histogram times(int at) {
        List<Long> counts = new ArrayList<>(Histogram.BUCKETS);
        for (int i = 0; i < Histogram.BUCKETS; i++) {
            counts.add(sum(at + i));
        }
        long longest = 0;
        for (AtomicLongArray row : stripes) {
            longest = Math.max(longest, row.get(at + Histogram.BUCKETS + 1));
        }
        return new Histogram(counts, sum(at + Histogram.BUCKETS), longest);
    }

    private long sum(int at) {
        long sum = 0;
        for (AtomicLongArray row : stripes) {
            sum += row.get(at);
        }
        return sum;
    }
}
