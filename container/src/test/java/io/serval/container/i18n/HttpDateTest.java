package io.serval.container.i18n;

import java.time.Instant;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

class HttpDateTest {
    private static final long EXAMPLE = Instant.parse("1994-11-06T08:49:37Z").toEpochMilli();

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994", " Sun, 06 Nov 1994 08:49:37 GMT "})
    void readsAllThreeFormats(String text) {
        assertEquals(EXAMPLE, HttpDate.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 09:49:37 +0100"})
    void readsDatesOfMailsToo(String text) {
        assertEquals(EXAMPLE, HttpDate.parse(text));
    }

    @Test void writesImfFixdateAndCutsFractions() {
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.format(EXAMPLE + 999));
    }

    @Test void formatsAgainAfterAnotherSecondWasKept() {
        assertEquals("Thu, 01 Jan 1970 00:00:10 GMT", HttpDate.format(10_000));
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.format(EXAMPLE));
        assertSame(HttpDate.format(EXAMPLE), HttpDate.format(EXAMPLE + 1), "the text of a second is kept");
    }

    @Test void readsWhatItWrites() {
        LongStream.of(0, 951_782_400_000L, 1_709_164_800_000L, 4_102_444_799_000L, 253_402_300_799_000L)
                .forEach(millis -> assertEquals(millis, HttpDate.parse(HttpDate.format(millis))));
    }

    @Test void writesYearsOfFourDigitsWhateverTheTime() {
        assertEquals("Fri, 31 Dec 9999 23:59:59 GMT", HttpDate.format(Long.MAX_VALUE));
        assertEquals("Mon, 01 Jan 0001 00:00:00 GMT", HttpDate.format(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @CsvSource({"'Thu, 01 Jan 1970 23:59:60 GMT',86400000", "'Thu, 29 Feb 2024 00:00:00 GMT',1709164800000"})
    void readsLeapSecondsAndLeapDays(String text, long millis) {
        assertEquals(millis, HttpDate.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Xyz 1994 08:49:37 GMT",
        "Sun, 0a Nov 1994 08:49:37 GMT", "Sun, 29 Feb 2023 08:49:37 GMT", "Thu, 31 Apr 2025 08:49:37 GMT",
        "2024-01-01T00:00:00Z", "Sun Nov 6"})
    void saysThatOtherTextsAreNoDates(String text) {
        assertEquals(HttpDate.INVALID, HttpDate.parse(text));
    }

    @Test void saysThatNothingIsNoDate() {
        assertEquals(HttpDate.INVALID, HttpDate.parse(null));
    }

    @Test void readsTwoDigitYearsWithinFiftyYears() {
        int year = java.time.Year.now(java.time.ZoneOffset.UTC).getValue() + 10;
        String date = java.time.LocalDate.of(year, 1, 2).format(java.time.format.DateTimeFormatter
                .ofPattern("EEEE, dd-MMM-yy", java.util.Locale.ENGLISH)) + " 00:00:00 GMT";
        assertEquals(java.time.LocalDate.of(year, 1, 2).toEpochDay() * 86_400_000L, HttpDate.parse(date));
    }
}
