package io.serval.connector.http1;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ByteKeyedCacheTest {
    private final ByteKeyedCache<String> cache = new ByteKeyedCache<>(4);

    private String get(String key, int hash) {
        byte[] bytes = Requests.bytes('x' + key + 'y');
        return cache.get(bytes, 1, bytes.length - 1, hash);
    }

    private void offer(String key, int hash) {
        byte[] bytes = Requests.bytes('x' + key + 'y');
        cache.offer(bytes, 1, bytes.length - 1, hash, key);
    }

    @Test
    void keepsWhatIsOfferedASecondTime() {
        offer("a", 1);
        assertNull(get("a", 1));
        offer("a", 1);
        assertEquals("a", get("a", 1));
    }

    @Test
    void neverConfusesKeysOfTheSameHash() {
        offer("a", 1);
        offer("b", 1);
        assertEquals("b", get("b", 1));
        assertNull(get("a", 1));
        assertNull(get("bb", 1));
        assertNull(get("", 1));
    }

    @Test
    void whatComesOnceDoesNotDriveOutWhatStays() {
        offer("a", 1);
        offer("a", 1);
        for (int i = 1; i < 100; i++) {
            offer("once" + i, 1 + 4 * i);
        }
        assertEquals("a", get("a", 1));
    }

    @Test
    void keepsNoLongKeys() {
        String longest = "x".repeat(ByteKeyedCache.MAX_KEY);
        offer(longest, 2);
        offer(longest, 2);
        assertEquals(longest, get(longest, 2));
        offer(longest + 'x', 3);
        offer(longest + 'x', 3);
        assertNull(get(longest + 'x', 3));
    }

    @Test
    void hasAPowerOfTwoOfSlots() {
        assertThrows(IllegalArgumentException.class, () -> new ByteKeyedCache<String>(3));
    }
}
