package io.serval.container.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

import io.serval.http.Fields;
import io.serval.http.HttpExchange;
import io.serval.http.RequestContent;

/** Request content in memory, in the portions it was fed in. Reading what is not there yet fails the test. */
public final class TestContent implements RequestContent {
    private final HttpExchange exchange;
    private final Deque<ByteBuffer> portions = new ArrayDeque<>();
    private boolean ended = true;
    private boolean endSeen;
    private long declared;
    private Fields trailers = Fields.EMPTY;
    private IOException failure;
    private HttpExchange.ExchangeTask waiting;

    TestContent(HttpExchange exchange) {
        this.exchange = exchange;
    }

    void open() {
        ended = false;
        declared = -1;
    }

    /** More content arrives. */
    public void feed(byte[] bytes) {
        if (bytes.length > 0) {
            portions.add(ByteBuffer.wrap(bytes));
        }
        declared = declared < 0 ? -1 : declared + bytes.length;
        wake();
    }

    /** The content is complete. */
    public void end() {
        ended = true;
        wake();
    }

    /** The content is complete, with a trailer section. */
    public void end(Fields section) {
        trailers = section;
        end();
    }

    /** The connection breaks, or the client breaks a rule: the next read fails. */
    public void fail(IOException cause) {
        failure = cause;
        wake();
    }

    private void wake() {
        if (waiting != null && isReady()) {
            HttpExchange.ExchangeTask task = waiting;
            waiting = null;
            exchange.execute(task);
        }
    }

    @Override public long length() {
        return declared;
    }

    @Override public int read(byte[] target, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(target, offset, length));
    }

    @Override public int read(ByteBuffer target) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        ByteBuffer portion = portions.peek();
        if (portion == null) {
            if (!ended) {
                throw new AssertionError("a read would wait for ever");
            }
            endSeen = true;
            return -1;
        }
        int count = Math.min(target.remaining(), portion.remaining());
        target.put(portion.slice(portion.position(), count));
        portion.position(portion.position() + count);
        if (!portion.hasRemaining()) {
            portions.remove();
        }
        return count;
    }

    @Override public int available() {
        return portions.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    @Override public boolean isFinished() {
        return endSeen || ended && declared >= 0 && portions.isEmpty();
    }

    @Override public boolean isReady() {
        return failure != null || !portions.isEmpty() || ended;
    }

    @Override public void whenReady(HttpExchange.ExchangeTask task) {
        waiting = task;
        wake();
    }

    @Override public Fields trailers() {
        return isFinished() ? trailers : Fields.EMPTY;
    }
}
