package io.serval.connector.http2;

import java.util.ArrayList;
import java.util.List;

/**
 * Streams whose content waits, and who of them goes first (RFC 9218 §10): the most urgent; of the same urgency the one
 * whose turn it is. A turn is kept until the response is through, except by incremental responses, which go to the back
 * of the queue after each part. There are as many as streams at most, so looking through them costs little. Guarded by
 * the {@link OutputLock}.
 */
final class SendOrder {
    private final List<SendSide> waiting = new ArrayList<>();
    private long turns;

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    List<SendSide> all() {
        return waiting;
    }

    void add(SendSide stream) {
        if (!stream.waits) {
            stream.waits = true;
            stream.turn = stream.turn == 0 ? ++turns : stream.turn;
            waiting.add(stream);
        }
    }

    void remove(SendSide stream) {
        if (stream.waits) {
            stream.waits = false;
            stream.granted = false;
            waiting.remove(stream);
        }
    }

    /** The stream was allowed to send a part. */
    void served(SendSide stream) {
        if (stream.priority.incremental() && stream.turn != 0) {
            stream.turn = ++turns;
        }
    }

    /** The first stream that could send and was not told so, or {@code null}. */
    SendSide first() {
        SendSide first = null;
        for (int i = 0; i < waiting.size(); i++) {
            SendSide stream = waiting.get(i);
            if (stream.window > 0 && !stream.granted && (first == null || isBefore(stream, first))) {
                first = stream;
            }
        }
        return first;
    }

    /** Whether another stream that could send goes before this one. */
    boolean yields(SendSide stream) {
        for (int i = 0; i < waiting.size(); i++) {
            SendSide other = waiting.get(i);
            if (other != stream && other.window > 0 && isBefore(other, stream)) {
                return true;
            }
        }
        return false;
    }

    /** Whether other streams could send too. */
    boolean isShared(SendSide stream) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i) != stream && waiting.get(i).window > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBefore(SendSide a, SendSide b) {
        if (a.priority.urgency() != b.priority.urgency()) {
            return a.priority.urgency() < b.priority.urgency();
        }
        return a.turn != 0 && (b.turn == 0 || a.turn < b.turn);
    }
}
