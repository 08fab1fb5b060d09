package io.serval.connector.coding;

/** What Accept-Encoding says (RFC 9110 §12.5.3), read anew for each question: it is short. */
final class Preferences {
    /** The quality of a coding that the field does not mention. */
    static final int UNMENTIONED = -1;

    private Preferences() { }

    /** @return thousandths, 0 for not acceptable, or {@link #UNMENTIONED} */
    static int quality(String field, String coding) {
        int any = UNMENTIONED;
        int start = 0;
        while (start < field.length()) {
            int comma = field.indexOf(',', start);
            int end = comma < 0 ? field.length() : comma;
            int semicolon = field.indexOf(';', start);
            boolean weighed = semicolon >= 0 && semicolon < end;
            String name = field.substring(start, weighed ? semicolon : end).strip();
            int quality = weighed ? weight(field.substring(semicolon + 1, end)) : 1_000;
            if (means(name, coding)) {
                return quality;
            }
            any = name.equals("*") ? quality : any;
            start = end + 1;
        }
        return any;
    }

    /** Recipients take x-gzip for gzip (§8.4.1.3). */
    private static boolean means(String name, String coding) {
        return name.equalsIgnoreCase(coding) || coding.equals(GzipCoding.NAME) && name.equalsIgnoreCase("x-gzip");
    }

    /** A weight that cannot be read counts as none: the client gets what it can certainly read. */
    private static int weight(String parameters) {
        String parameter = parameters.strip();
        if (!parameter.regionMatches(true, 0, "q=", 0, 2)) {
            return 1_000;
        }
        String digits = parameter.substring(2).strip();
        int value = 0;
        for (int i = 0, scale = 1_000; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c == '.' ? i != 1 : c < '0' || c > '9' || scale == 0) {
                return 0;
            }
            if (c != '.') {
                value += (c - '0') * scale;
                scale /= 10;
            }
        }
        return Math.min(value, 1_000);
    }
}
