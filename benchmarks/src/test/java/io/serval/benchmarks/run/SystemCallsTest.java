package io.serval.benchmarks.run;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SystemCallsTest {
    @Test void readsCallsWithAndWithoutErrorsAndLeavesTheTotalOut() {
        String summary = """
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 50.00    0.000107           3        29         1 futex
                 50.00    0.000107           3      1200           read
                ------ ----------- ----------- --------- --------- ----------------
                100.00    0.000214           3      1229         1 total
                """;
        assertEquals(Map.of("futex", 29L, "read", 1_200L), SystemCalls.parse(summary.lines().toList()));
    }
}
