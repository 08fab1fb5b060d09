package io.serval.connector.http2;

import java.util.ArrayList;
import java.util.List;

/**
 * Streams by identifier: open addressing, which finds a stream without making an object for its number. Identifiers of
 * clients are odd and rise, so they spread by themselves. Confined to the loop of its connection.
 */
final class StreamTable {
    private static final int SMALLEST = 8;

    private Http2Stream[] slots = new Http2Stream[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** @return the stream, or {@code null} */
    Http2Stream get(int id) {
        for (int at = home(id); slots[at] != null; at = next(at)) {
            if (slots[at].id() == id) {
                return slots[at];
            }
        }
        return null;
    }

    void add(Http2Stream stream) {
        if (size >= slots.length / 2) {
            resize(slots.length * 2);
        }
        insert(stream);
        size++;
    }

    void remove(int id) {
        int at = home(id);
        while (slots[at] != null && slots[at].id() != id) {
            at = next(at);
        }
        if (slots[at] == null) {
            return;
        }
        slots[at] = null;
        size--;
        closeGap(at);
        if (size == 0 && slots.length > SMALLEST) {
            slots = new Http2Stream[SMALLEST];
        }
    }

    /** A copy, so that streams may end while it is walked through. */
    List<Http2Stream> all() {
        List<Http2Stream> all = new ArrayList<>(size);
        for (Http2Stream stream : slots) {
            if (stream != null) {
                all.add(stream);
            }
        }
        return all;
    }

    /** Those behind a gap may have come there because it was taken. */
    private void closeGap(int gap) {
        for (int at = next(gap); slots[at] != null; at = next(at)) {
            Http2Stream moved = slots[at];
            slots[at] = null;
            insert(moved);
        }
    }

    private void insert(Http2Stream stream) {
        int at = home(stream.id());
        while (slots[at] != null) {
            at = next(at);
        }
        slots[at] = stream;
    }

    private void resize(int capacity) {
        Http2Stream[] before = slots;
        slots = new Http2Stream[capacity];
        for (Http2Stream stream : before) {
            if (stream != null) {
                insert(stream);
            }
        }
    }

    private int home(int id) {
        return id >>> 1 & slots.length - 1;
    }

    private int next(int at) {
        return at + 1 & slots.length - 1;
    }
}
