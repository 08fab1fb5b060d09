package io.serval.connector.http2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 9218: whose content goes first when not all can go. */
class PriorityTest {
    private static final int SIZE = 60_000;

    private H2Wire wire;

    /** Nothing of any content fits until the window opens; the tail of every response waits then. */
    @BeforeEach void connect() throws IOException {
        wire = new H2Wire(exchange -> {
            exchange.response().bufferSize(SIZE);
            exchange.response().write(new byte[SIZE], 0, SIZE);
        }).hello();
        wire.get(1, "/").get(3, "/");
        wire.widen(0, 2 * SIZE - 65_535);
        assertTrue(wire.isEnded(1) && wire.isEnded(3), "the connection's window is used up to its last byte");
    }

    @AfterEach void nothingIsLeft() {
        assertEquals(H2Wire.NOTHING_LEFT, wire.leftovers());
        wire.close();
    }

    private void request(int streamId, String priority) {
        wire.headers(streamId, H2Wire.request("GET", "/") + (priority.isEmpty() ? "" : " priority=" + priority), true);
    }

    /** The streams in the order of their content, each time another one's begins. */
    private List<Integer> order() {
        wire.widen(0, 1_000_000);
        List<Integer> order = new ArrayList<>();
        for (H2Wire.Frame frame : wire.all()) {
            boolean later = frame.type() == Frames.DATA && frame.streamId() > 3;
            if (later && (order.isEmpty() || order.get(order.size() - 1) != frame.streamId())) {
                order.add(frame.streamId());
            }
        }
        return order;
    }

    @Test
    void theUrgentGoFirst() {
        request(5, "u=5");
        request(7, "u=0");
        request(9, "u=3");
        assertEquals(List.of(7, 9, 5), order());
    }

    @Test
    void ofTheSameUrgencyOneGoesAfterTheOther() {
        request(5, "u=2");
        request(7, "u=2");
        request(9, "u=2");
        assertEquals(List.of(5, 7, 9), order());
    }

    @Test
    void incrementalResponsesTakeTurns() {
        request(5, "i");
        request(7, "u=3,_i");
        assertEquals(List.of(5, 7, 5, 7), order());
    }

    @Test
    void withoutAWordResponsesTakeTurns() {
        request(5, "");
        request(7, "");
        assertEquals(List.of(5, 7, 5, 7), order());
    }

    @Test
    void aPriorityUpdateChangesTheOrder() {
        request(5, "u=1");
        request(7, "u=6");
        wire.send(new FrameBytes().frame(Frames.PRIORITY_UPDATE, 0, 0, "00000007 753d30"));
        assertEquals(List.of(7, 5), order());
    }

    @Test
    void aStreamWithoutAWindowHoldsUpNobody() {
        wire.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0);
        request(5, "u=0");
        wire.setting(Frames.SETTINGS_INITIAL_WINDOW_SIZE, 0);
        request(7, "u=7");
        wire.widen(7, SIZE);
        assertEquals(List.of(7), order());
        wire.widen(5, SIZE);
        assertTrue(wire.isEnded(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"u=0|0|false", "u=7, i|7|true", "i=?1,u=2|2|true", "i=?0|3|false",
        "u=8|3|false", "u=-1|3|false", "u=a|3|false", "x=1, u=4;p=2 , i;q|4|true", "''|3|false", "u|3|false",
        "i=1|3|false", ",,|3|false"})
    void aPriorityIsReadAsFarAsItIsUnderstood(String value, int urgency, boolean incremental) {
        assertEquals(new Priority(urgency, incremental), Priority.of(value));
    }

    @Test
    void aPriorityUpdateNamesAStreamOfTheClient() {
        wire.send(new FrameBytes().frame(Frames.PRIORITY_UPDATE, 0, 0, "00000002 753d30"));
        assertEquals(ErrorCode.PROTOCOL_ERROR, wire.goAway());
    }
}
