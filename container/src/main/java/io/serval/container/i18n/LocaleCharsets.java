package io.serval.container.i18n;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which charset a locale implies for a response ({@code ServletResponse.setLocale}; {@code
 * locale-encoding-mapping-list} of the descriptor).
 * Immutable.
 */
public final class LocaleCharsets {
    private static final String[][] LEGACY = {
        {"ISO-8859-1", "ca da de en es fi fr is it nl no pt sv"},
        {"ISO-8859-2", "cs hr hu pl ro sh sk sl sq"},
        {"ISO-8859-5", "be bg mk ru sr uk"},
        {"ISO-8859-6", "ar"}, {"ISO-8859-7", "el"}, {"ISO-8859-8", "he iw"}, {"ISO-8859-9", "tr"},
        {"ISO-8859-13", "et lt lv"},
        {"Shift_JIS", "ja"}, {"EUC-KR", "ko"}, {"GB2312", "zh"}, {"Big5", "zh_TW"},
    };

    /** The charsets that these languages had before UTF-8, as containers have always mapped them. */
    public static final LocaleCharsets DEFAULT = new LocaleCharsets(legacy());

    /** No locale implies a charset. */
    public static final LocaleCharsets NONE = new LocaleCharsets(Map.of());

    private final Map<String, String> byLocale;

    private LocaleCharsets(Map<String, String> byLocale) {
        this.byLocale = byLocale;
    }

    private static Map<String, String> legacy() {
        Map<String, String> map = new HashMap<>();
        for (String[] row : LEGACY) {
            for (String locale : row[1].split(" ")) {
                map.put(locale, row[0]);
            }
        }
        return map;
    }

    /** Only these mappings: keys are locales as {@code ja}, {@code zh_TW} or {@code zh-TW}. */
    public static LocaleCharsets of(Map<String, String> mappings) {
        return NONE.with(mappings);
    }

    /** These mappings, with those of {@code additional} added or replaced. */
    public LocaleCharsets with(Map<String, String> additional) {
        Map<String, String> all = new HashMap<>(byLocale);
        additional.forEach((locale, charset) -> all.put(locale.replace('-', '_'), charset));
        return new LocaleCharsets(all);
    }

    /** The charset of a locale, else of its language and country, else of its language; {@code null} if none is. */
    public String charset(Locale locale) {
        String charset = byLocale.get(locale.toString());
        if (charset == null && !locale.getCountry().isEmpty()) {
            charset = byLocale.get(locale.getLanguage() + "_" + locale.getCountry());
        }
        return charset != null ? charset : byLocale.get(locale.getLanguage());
    }
}
