package io.serval.container.i18n;

import java.util.ArrayList;
import java.util.List;

/**
 * One element of a list with weights (RFC 9110 §12.4.2), such as {@code gzip;q=0.5}.
 *
 * @param value  the element without its parameters
 * @param weight its weight in thousandths, 0 to 1000; 1000 where none is given
 */
record WeightedValue(String value, int weight) {
    private static final int FULL = 1000;
    private static final int MALFORMED = -1;

    /** The elements, heaviest first, equal ones in their order; elements with a malformed weight are left out. */
    static List<WeightedValue> parse(String list, int maxElements) {
        List<WeightedValue> sorted = new ArrayList<>(4);
        int start = 0;
        for (int seen = 0; start < list.length() && seen < maxElements; seen++) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            insert(element(list, start, end), sorted);
            start = end + 1;
        }
        return sorted;
    }

    private static void insert(WeightedValue element, List<WeightedValue> sorted) {
        if (element == null) {
            return;
        }
        int at = sorted.size();
        while (at > 0 && sorted.get(at - 1).weight < element.weight) {
            at--;
        }
        sorted.add(at, element);
    }

    private static WeightedValue element(String list, int start, int end) {
        int semicolon = list.indexOf(';', start);
        int valueEnd = semicolon < 0 || semicolon > end ? end : semicolon;
        String value = list.substring(start, valueEnd).trim();
        int weight = valueEnd == end ? FULL : weight(list.substring(valueEnd + 1, end));
        return value.isEmpty() || weight == MALFORMED ? null : new WeightedValue(value, weight);
    }

    private static int weight(String parameters) {
        for (String parameter : parameters.split(";")) {
            String trimmed = parameter.trim();
            if (trimmed.length() > 1 && (trimmed.charAt(0) | 0x20) == 'q') {
                int equals = trimmed.indexOf('=');
                return equals < 0 ? MALFORMED : thousandths(trimmed.substring(equals + 1).trim());
            }
        }
        return FULL;
    }

    /** {@code 0[.nnn]} or {@code 1[.000]}; further digits, which some clients send, are cut. */
    private static int thousandths(String text) {
        if (text.isEmpty() || text.charAt(0) != '0' && text.charAt(0) != '1'
                || text.length() > 1 && text.charAt(1) != '.') {
            return MALFORMED;
        }
        int value = text.charAt(0) - '0';
        for (int i = 2; i < 5; i++) {
            int digit = i < text.length() ? text.charAt(i) - '0' : 0;
            if (digit < 0 || digit > 9) {
                return MALFORMED;
            }
            value = value * 10 + digit;
        }
        return value > FULL ? MALFORMED : value;
    }
}
