package io.serval.examples;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PrimesServletTest {
    @ParameterizedTest @CsvSource({"0, 0", "2, 0", "3, 1", "10, 4", "100, 25", "1000000, 78498"})
    void countsPrimesBelowALimit(int limit, int count) {
        assertEquals(count, PrimesServlet.primesBelow(limit));
    }
}
