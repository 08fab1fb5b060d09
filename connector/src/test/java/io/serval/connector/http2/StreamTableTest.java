package io.serval.connector.http2;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.serval.connector.http2.ClosedStreams.End;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is known of streams, living and ended. */
class StreamTableTest {
    @Test
    void holdsWhatAMapHolds() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            StreamTable table = new StreamTable();
            Map<Integer, Http2Stream> map = new HashMap<>();
            for (int i = 0; i < 300; i++) {
                int id = 1 + 2 * random.nextInt(round + 1);
                if (random.nextInt(3) > 0 && !map.containsKey(id)) {
                    Http2Stream stream = new Http2Stream(null, new SendSide(id, 0, Priority.UNSAID), 0);
                    table.add(stream);
                    map.put(id, stream);
                } else {
                    table.remove(id);
                    map.remove(id);
                }
                int probe = 1 + 2 * random.nextInt(round + 1);
                assertSame(map.get(probe), table.get(probe));
            }
            assertEquals(map.size(), table.size());
            assertEquals(new HashSet<>(map.values()), new HashSet<>(table.all()));
        }
    }

    @Test
    void theLastStreamsThatEndedAreRemembered() {
        ClosedStreams closed = new ClosedStreams();
        for (int i = 0; i < 1_000; i++) {
            closed.add(1 + 2 * i, i % 3 == 0 ? End.BY_CLIENT : End.BY_SERVER);
            for (int back = 0; back < 128 && back <= i; back++) {
                assertEquals((i - back) % 3 == 0 ? End.BY_CLIENT : End.BY_SERVER, closed.find(1 + 2 * (i - back)));
            }
            assertTrue(i < 128 || closed.find(1 + 2 * (i - 128)) == End.UNKNOWN);
        }
    }
}
