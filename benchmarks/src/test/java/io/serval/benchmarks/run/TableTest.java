package io.serval.benchmarks.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class TableTest {
    @Test void ratiosAreToTheFirstRow() {
        Table table = new Table("T").column("a", true).column("b", false);
        table.row("one", 2, 3);
        table.row("two", 5, Double.NaN);
        assertEquals("""
                ### T

                | | a | × | b |
                |---|--:|--:|--:|
                | one | 2.00 | 1.00 | 3.00 |
                | two | 5.00 | 2.50 | – |

                """, table.toString());
    }

    @ParameterizedTest @CsvSource({"0.5, 0.50", "9.994, 9.99", "12.34, 12.3", "99.99, 100.0", "12345.6, '12,346'"})
    void showsAsManyDigitsAsMatter(double value, String text) {
        assertEquals(text, Table.number(value));
    }

    @Test void refusesARowThatDoesNotFit() {
        Table table = new Table("T").column("a", false);
        assertThrows(IllegalArgumentException.class, () -> table.row("one", 1, 2));
    }
}
