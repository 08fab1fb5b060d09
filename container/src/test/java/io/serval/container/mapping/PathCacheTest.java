package io.serval.container.mapping;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class PathCacheTest {
    private final PathCache<Integer> cache = new PathCache<>(4);

    @Test void remembersWhatAPathLedTo() {
        cache.put("/a", 1);
        assertEquals(1, cache.get("/a"));
        assertNull(cache.get("/b"));
    }

    @Test void neverHoldsMoreThanItsPlaces() {
        for (int i = 0; i < 100; i++) {
            cache.put("/" + i, i);
        }
        int held = 0;
        for (int i = 0; i < 100; i++) {
            held += cache.get("/" + i) == null ? 0 : 1;
        }
        assertEquals(4, held);
    }

    @Test void leavesOutLongPaths() {
        String edge = "/" + "x".repeat(PathCache.MAX_PATH_LENGTH - 1);
        cache.put(edge, 1);
        assertEquals(1, cache.get(edge));
        cache.put(edge + "x", 2);
        assertNull(cache.get(edge + "x"));
    }

    @Test void needsAPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new PathCache<>(3));
    }
}
