package io.serval.connector.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

class DateLineTest {
    private final AtomicLong millis = new AtomicLong(784_111_777_000L);
    private final DateLine date = new DateLine(() -> Instant.ofEpochMilli(millis.get()));

    private String text() {
        return new String(date.bytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void isPreparedOncePerSecond() {
        byte[] line = date.bytes();
        millis.addAndGet(999);
        assertSame(line, date.bytes());
        millis.addAndGet(1);
        assertEquals("Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n", text());
    }

    @Test
    void daysHaveTwoDigitsInEveryLocale() {
        millis.set(0);
        assertEquals("Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n", text());
    }

    @Test
    void followsAClockThatIsSetBack() {
        date.bytes();
        millis.addAndGet(-5_000);
        assertEquals("Date: Sun, 06 Nov 1994 08:49:32 GMT\r\n", text());
    }
}
