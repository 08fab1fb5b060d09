package io.serval.container.i18n;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code Accept-Language} (RFC 9110 §12.5.4) into the locales of {@code ServletRequest.getLocales}. */
public final class AcceptLanguage {
    /** Ranges after this many in one field are not looked at. */
    public static final int MAX_RANGES = 100;

    private AcceptLanguage() { }

    /**
     * The locales a client accepts, preferred ones first, equal ones in their order. Ranges that are malformed, refused
     * ({@code q=0}) or {@code *} are left out.
     *
     * @param value a field value, or several joined by commas; may be {@code null}
     * @return empty if none is named
     */
    public static List<Locale> parse(String value) {
        if (value == null || value.isEmpty()) {
            return List.of();
        }
        List<WeightedValue> ranges = WeightedValue.parse(value, MAX_RANGES);
        List<Locale> locales = new ArrayList<>(ranges.size());
        for (int i = 0; i < ranges.size(); i++) {
            addLocale(ranges.get(i), locales);
        }
        return locales;
    }

    private static void addLocale(WeightedValue range, List<Locale> locales) {
        if (range.weight() > 0 && isLanguageRange(range.value())) {
            Locale locale = Locale.forLanguageTag(range.value());
            if (!locale.getLanguage().isEmpty() && !locales.contains(locale)) {
                locales.add(locale);
            }
        }
    }

    /** {@code 1*8ALPHA *("-" 1*8alphanum)} (RFC 4647 §2.1). */
    private static boolean isLanguageRange(String range) {
        int inSubtag = 0;
        boolean primary = true;
        for (int i = 0; i < range.length(); i++) {
            char c = range.charAt(i);
            if (c == '-' && inSubtag > 0) {
                inSubtag = 0;
                primary = false;
            } else if (isLetter(c) || !primary && c >= '0' && c <= '9') {
                inSubtag++;
            } else {
                return false;
            }
            if (inSubtag > 8) {
                return false;
            }
        }
        return inSubtag > 0;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
