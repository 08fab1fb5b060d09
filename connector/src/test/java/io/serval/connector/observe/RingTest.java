package io.serval.connector.observe;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RingTest {
    @Test void keepsTheLastOnesNewestFirst() {
        Ring<Integer> ring = new Ring<>(3);
        assertEquals(List.of(), ring.newestFirst());
        ring.add(1);
        ring.add(2);
        assertEquals(List.of(2, 1), ring.newestFirst());
        ring.add(3);
        ring.add(4);
        assertEquals(List.of(4, 3, 2), ring.newestFirst());
        assertEquals(4, ring.added());
    }

    @Test void countsWhereItKeepsNothing() {
        Ring<Integer> ring = new Ring<>(0);
        ring.add(1);
        assertEquals(List.of(), ring.newestFirst());
        assertEquals(1, ring.added());
    }
}
