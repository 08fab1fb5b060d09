package io.serval.container.i18n;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AcceptLanguageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "de                                   | de",
        "de-AT, de;q=0.8, en;q=0.5            | de-AT de en",
        "en;q=0.5, de                         | de en",
        "fr;q=0.3, it;q=0.3, es;q=0.9         | es fr it",
        "da, en-gb;q=0.8, en;q=0.7            | da en-GB en",
        "*, de                                | de",
        "de;q=0, en                           | en",
        "de ; q=0.5 , en                      | en de",
        "de;q=x, en                           | en",
        "de;q=1.5, en                         | en",
        "de;q=0.12345, en;q=0.12              | de en",
        "zh-Hant-TW                           | zh-Hant-TW",
        "de_AT, en                            | en",
        "de-, -de, en                         | en",
        "abcdefghi, en                        | en",
        ",, ,en,,                             | en",
        "en, en;q=0.5, EN                     | en",
        "de;level=1;q=0.1, fr;q=0.5           | fr de",
    })
    void ordersLocalesByWeightThenByPlace(String value, String expected) {
        List<Locale> locales = AcceptLanguage.parse(value);
        assertEquals(expected, locales.stream().map(Locale::toLanguageTag).collect(Collectors.joining(" ")));
    }

    @Test void isEmptyWithoutUsefulRange() {
        assertTrue(AcceptLanguage.parse(null).isEmpty());
        assertTrue(AcceptLanguage.parse("").isEmpty());
        assertTrue(AcceptLanguage.parse("*").isEmpty());
        assertTrue(AcceptLanguage.parse("<script>,\u0000").isEmpty());
    }

    @Test void looksAtABoundedNumberOfRanges() {
        String many = "en,".repeat(AcceptLanguage.MAX_RANGES) + "de";
        assertEquals(List.of(Locale.ENGLISH), AcceptLanguage.parse(many));
        String fewer = "en,".repeat(AcceptLanguage.MAX_RANGES - 1) + "de";
        assertEquals(List.of(Locale.ENGLISH, Locale.GERMAN), AcceptLanguage.parse(fewer));
    }
}
