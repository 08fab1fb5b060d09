package io.serval.container.i18n;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LocaleCharsetsTest {
    @Test void prefersTheMoreExactLocale() {
        assertEquals("Big5", LocaleCharsets.DEFAULT.charset(Locale.TAIWAN));
        assertEquals("GB2312", LocaleCharsets.DEFAULT.charset(Locale.CHINA));
        assertEquals("Shift_JIS", LocaleCharsets.DEFAULT.charset(Locale.JAPAN));
        assertEquals("ISO-8859-1", LocaleCharsets.DEFAULT.charset(Locale.forLanguageTag("de-AT-x-lvariant-POSIX")));
        assertEquals("Big5", LocaleCharsets.DEFAULT.charset(Locale.forLanguageTag("zh-Hant-TW")));
    }

    @Test void knowsNothingOfOtherLocales() {
        assertNull(LocaleCharsets.DEFAULT.charset(Locale.forLanguageTag("tlh")));
        assertNull(LocaleCharsets.DEFAULT.charset(Locale.ROOT));
    }

    @Test void addsAndReplacesMappings() {
        LocaleCharsets charsets = LocaleCharsets.DEFAULT.with(Map.of("ja", "UTF-8", "de-CH", "windows-1252"));
        assertEquals("UTF-8", charsets.charset(Locale.JAPAN));
        assertEquals("windows-1252", charsets.charset(Locale.forLanguageTag("de-CH")));
        assertEquals("ISO-8859-1", charsets.charset(Locale.GERMANY));
        assertNull(LocaleCharsets.of(Map.of("de", "UTF-8")).charset(Locale.ENGLISH));
    }

    @Test void namesOnlyCharsetsThatExist() {
        for (String language : Locale.getISOLanguages()) {
            String charset = LocaleCharsets.DEFAULT.charset(new Locale(language));
            assertTrue(charset == null || Charset.isSupported(charset), language + " has " + charset);
        }
    }
}
