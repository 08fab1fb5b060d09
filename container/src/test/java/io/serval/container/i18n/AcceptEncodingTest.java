package io.serval.container.i18n;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class AcceptEncodingTest {
    private static final List<String> AVAILABLE = List.of("br", "zstd", "gzip");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gzip                          | gzip",
        "gzip, deflate, br             | br",
        "gzip, br;q=0.5                | gzip",
        "br;q=0, gzip;q=0.1            | gzip",
        "*                             | br",
        "*;q=0.5, gzip                 | gzip",
        "br;q=0, *                     | zstd",
        "identity                      | identity",
        "identity, gzip;q=0.5          | identity",
        "identity;q=0.5, gzip;q=0.5    | gzip",
        "identity;q=0                  | identity",
        "deflate                       | identity",
        "x-gzip                        | gzip",
        "GZIP                          | gzip",
        "gzip;q=nonsense               | identity",
        "''                            | identity",
        "*;q=0                         | identity",
    })
    void choosesByWeightThenByPreferenceOfTheServer(String value, String expected) {
        assertEquals(expected, AcceptEncoding.choose(value, AVAILABLE));
    }

    @Test void sendsThePlainFormWhereNothingWasSaid() {
        assertEquals(AcceptEncoding.IDENTITY, AcceptEncoding.choose(null, AVAILABLE));
        assertEquals(AcceptEncoding.IDENTITY, AcceptEncoding.choose("gzip", List.of()));
    }
}
