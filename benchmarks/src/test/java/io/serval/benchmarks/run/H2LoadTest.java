package io.serval.benchmarks.run;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class H2LoadTest {
    @Test void readsWhatH2LoadTells() throws IOException {
        H2Load.Result result = H2Load.parse("""
                finished in 2.01s, 10882.00 req/s, 1.44MB/s
                requests: 21764 total, 21768 started, 21764 done, 21760 succeeded, 4 failed, 2 errored, 1 timeout
                status codes: 21760 2xx, 0 3xx, 3 4xx, 1 5xx
                """);
        assertEquals(new H2Load.Result(21_764, 2.01, 7), result);
    }

    @Test void knowsMilliseconds() throws IOException {
        String output = """
                finished in 834.12ms, 1.20 req/s, 1B/s
                requests: 1 total, 1 started, 1 done, 1 succeeded, 0 failed, 0 errored, 0 timeout
                status codes: 1 2xx, 0 3xx, 0 4xx, 0 5xx
                """;
        assertEquals(0.83412, H2Load.parse(output).seconds(), 1e-9);
    }

    @Test void refusesWhatIsNoResult() {
        assertThrows(IOException.class, () -> H2Load.parse("h2load: command not understood"));
    }
}
