package io.serval.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ImfFixdateTest {
    private static final DateTimeFormatter SAME =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"784111777|Sun, 06 Nov 1994 08:49:37 GMT", "0|Thu, 01 Jan 1970 00:00:00 GMT",
            "-1|Wed, 31 Dec 1969 23:59:59 GMT", "951782400|Tue, 29 Feb 2000 00:00:00 GMT"})
    void writesTheExamples(long second, String text) {
        assertEquals(text, ImfFixdate.of(second));
    }

    @Test void writesEveryDayAsTheFormatterDoes() {
        long day = 86_400;
        for (long second = -2 * 366 * day + 3_599; second < 100 * 366 * day; second += day + 4_001) {
            assertEquals(SAME.format(Instant.ofEpochSecond(second)), ImfFixdate.of(second));
        }
    }

    @ParameterizedTest @CsvSource({"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void writesTheFirstAndTheLastYear(Instant time) {
        assertEquals(SAME.format(time), ImfFixdate.of(time.getEpochSecond()));
    }
}
