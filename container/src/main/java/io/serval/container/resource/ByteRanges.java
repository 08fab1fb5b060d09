package io.serval.container.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a file that a {@code Range} field asks for (RFC 9110 §14.1.2).
 *
 * @param kind   what to do
 * @param ranges what to send, in the order asked for; empty unless the kind is PARTIAL
 */
record ByteRanges(Kind kind, List<Range> ranges) {
    /** Whether to send everything, parts, or to refuse. */
    enum Kind { WHOLE, PARTIAL, UNSATISFIABLE }

    /** First position, and how many bytes. */
    record Range(long start, long length) {
        long last() {
            return start + length - 1;
        }
    }

    /** More ranges than this in one request are no download that goes on; everything is sent. */
    static final int MAX_RANGES = 16;

    static final ByteRanges WHOLE = new ByteRanges(Kind.WHOLE, List.of());
    private static final ByteRanges UNSATISFIABLE = new ByteRanges(Kind.UNSATISFIABLE, List.of());
    private static final String UNIT = "bytes=";

    /**
     * What a field value asks for.
     *
     * <p>Another unit, too many ranges, and ranges that together are longer than the file, are answered with all of
     * it, which is what a server may always do; a malformed one is refused like one outside the file.
     *
     * @param value  may be {@code null}
     * @param length of the file in bytes
     */
    static ByteRanges parse(String value, long length) {
        if (value == null || !value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return WHOLE;
        }
        String[] specs = value.substring(UNIT.length()).split(",", MAX_RANGES + 2);
        if (specs.length > MAX_RANGES) {
            return WHOLE;
        }
        List<Range> ranges = new ArrayList<>(specs.length);
        for (String spec : specs) {
            if (!addRange(spec.trim(), length, ranges)) {
                return UNSATISFIABLE;
            }
        }
        if (ranges.isEmpty()) {
            return UNSATISFIABLE;
        }
        boolean tooMuch = ranges.size() > 1 && ranges.stream().mapToLong(Range::length).sum() > length;
        return tooMuch ? WHOLE : new ByteRanges(Kind.PARTIAL, List.copyOf(ranges));
    }

    /** Adds what is inside the file. @return false if it is malformed */
    private static boolean addRange(String spec, long length, List<Range> ranges) {
        int dash = spec.indexOf('-');
        if (dash < 0) {
            // Empty list elements are to be ignored (§5.6.1.2).
            return spec.isEmpty();
        }
        long first = number(spec.substring(0, dash));
        long last = number(spec.substring(dash + 1));
        boolean suffix = dash == 0;
        boolean open = dash == spec.length() - 1;
        if (first < 0 && !suffix || last < 0 && !open || suffix && open || !suffix && !open && last < first) {
            return false;
        }
        long start = suffix ? Math.max(0, length - last) : first;
        long end = suffix || open ? length - 1 : Math.min(last, length - 1);
        if (start <= end) {
            ranges.add(new Range(start, end - start + 1));
        }
        return true;
    }

    /** -1 if it is no number; what is larger than any file counts as the largest. */
    private static long number(String digits) {
        if (digits.isEmpty()) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value > Long.MAX_VALUE / 10 - 1 ? Long.MAX_VALUE - 9 : value * 10 + digit;
        }
        return value;
    }
}
