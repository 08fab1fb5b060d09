package io.serval.connector.coding;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PreferencesTest {
    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "gzip                        | 1000",
        "GZIP                        | 1000",
        "x-gzip                      | 1000",
        "deflate, gzip ; q=0.5       | 500",
        "gzip;q=0                    | 0",
        "gzip; q=0.000               | 0",
        "gzip;q=0.001                | 1",
        "gzip;q=1.5                  | 1000",
        "gzip;q=                     | 0",
        "gzip;q=high                 | 0",
        "gzip;q=0.0001               | 0",
        "gzip;level=9                | 1000",
        "*                           | 1000",
        "*;q=0.2, br                 | 200",
        "*;q=0, gzip                 | 1000",
        "gzip;q=0.3, *               | 300",
        ", ,gzip,                    | 1000",
        "br, deflate                 | -1",
        "gzipped                     | -1",
        "identity                    | -1"})
    void readsTheQualityOfGzip(String field, int thousandths) {
        assertEquals(thousandths, Preferences.quality(field, "gzip"));
    }
}
