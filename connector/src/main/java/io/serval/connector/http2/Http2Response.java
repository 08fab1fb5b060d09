package io.serval.connector.http2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

import io.serval.connector.exchange.ProtocolResponse;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.Status;

/**
 * The response on a stream. Content collects in a buffer until the response is committed; then it goes out as DATA
 * frames as
 * far as the windows allow. A worker waits for the window while more than the buffer is unsent; what is left at the
 * end is
 * left to the output, so that nobody waits for a slow client. For the owner of the exchange.
 */
final class Http2Response extends ProtocolResponse {
    private static final int TAIL_BYTES = 64 * 1024;
    /** What a field line takes in HTTP/1.1 beyond its letters: no response shall fail in one of them only. */
    private static final int FIELD_BYTES = 4;

    private final Http2Exchange exchange;
    private final Http2Output output;
    private final SendSide side;
    /** Keeps a thread that writes without blocking and the worker that sends the rest apart; never held for long. */
    private final ReentrantLock sending = new ReentrantLock();
    private byte[] buffer = NOTHING;
    private int start;
    private int end;

    Http2Response(Http2Exchange exchange, Http2Output output, SendSide side) {
        this.exchange = exchange;
        this.output = output;
        this.side = side;
    }

    @Override protected boolean isHead() {
        return exchange.isHead();
    }

    @Override protected int collected() {
        return end - start;
    }

    @Override protected void keepCollected(int bytes) {
        end = start + bytes;
    }

    @Override protected void wake() {
        exchange.wake();
    }

    @Override public void write(byte[] source, int offset, int length) throws IOException {
        checkNotFinished();
        int count = (int) count(length);
        if (count == 0) {
            return;
        }
        if (collected() + count <= bufferSize()) {
            append(source, offset, count);
            return;
        }
        commit(false);
        int content = (int) Math.min(count, room(length));
        boolean alone = enter();
        try {
            sendBuffer();
            sendOrKeep(source, offset, content);
        } finally {
            leave(alone);
        }
    }

    /** Only a response that is written without blocking is anybody else's meanwhile. @return whether to leave */
    private boolean enter() {
        if (isNonBlocking()) {
            sending.lock();
            return true;
        }
        return false;
    }

    /** What could not be sent is sent by the exchange, though nobody may ask for it. */
    private void leave(boolean entered) {
        if (entered) {
            boolean rest = start < end && isCommitted();
            sending.unlock();
            if (rest) {
                exchange.wake();
            }
        }
    }

    private void append(byte[] source, int offset, int count) {
        if (start > 0 && end + count > buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(end + count, Math.min(bufferSize(), Math.max(512,
                    buffer.length * 4))));
        }
        System.arraycopy(source, offset, buffer, end, count);
        end += count;
    }

    private void sendBuffer() throws IOException {
        start += send(buffer, start, end - start);
        if (start == end) {
            start = 0;
            end = 0;
        }
    }

    private void sendOrKeep(byte[] source, int offset, int count) throws IOException {
        int sent = start < end ? 0 : send(source, offset, count);
        if (sent < count) {
            append(source, offset + sent, count - sent);
        }
    }

    /** @return how much went out: all of it, unless the exchange must not wait */
    private int send(byte[] source, int offset, int count) throws IOException {
        int sent = 0;
        while (sent < count) {
            int taken = output.flow().data(side, source, offset + sent, count - sent);
            output.flush();
            if (taken == 0) {
                if (isNonBlocking()) {
                    return sent;
                }
                taken = await(source, offset + sent, count - sent);
                output.flush();
            }
            sent += taken;
        }
        return sent;
    }

    private int await(byte[] source, int offset, int count) throws IOException {
        exchange.lane().beginWait();
        try {
            return output.flow().awaitData(side, source, offset, count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the client");
        } finally {
            exchange.lane().endWait();
        }
    }

    @Override public void flush() throws IOException {
        if (isFinished()) {
            return;
        }
        commit(false);
        boolean alone = enter();
        try {
            sendBuffer();
        } finally {
            leave(alone);
        }
        output.flush();
    }

    @Override public void finish() throws IOException {
        if (isFinished()) {
            return;
        }
        boolean endsWithHead = commit(true) || isWithoutContent();
        finished();
        if (!endsWithHead) {
            sendEnd();
        }
        exchange.responseFinished();
    }

    private void sendEnd() throws IOException {
        if (end - start > TAIL_BYTES) {
            start += send(buffer, start, end - start);
        }
        output.flow().tail(side, buffer, start, end - start, trailerSection(), exchange::tailSent);
    }

    /** Sends the header section, if that is not done. @return whether the stream has ended with it */
    private boolean commit(boolean last) throws IOException {
        if (isCommitted()) {
            return false;
        }
        checkSize();
        decide(last);
        boolean ends = isWithoutContent() || last && end == start && !hasTrailers();
        committed();
        exchange.committed();
        output.headers(side, status(), fields(), declared(), ends);
        return ends;
    }

    private void checkSize() throws HttpException {
        HeaderFields fields = fields();
        long size = 0;
        for (int i = 0; i < fields.size(); i++) {
            size += fields.fieldName(i).length() + fields.value(i).length() + FIELD_BYTES;
        }
        if (size > exchange.maxResponseHead()) {
            throw new HttpException(Status.INTERNAL_SERVER_ERROR, "response head of " + size
                    + " bytes is larger than " + exchange.maxResponseHead() + " (maxHttpResponseHeaderSize)");
        }
    }

    /** Sends an interim response. */
    void interim(int code, Fields interim) throws IOException {
        if (!isCommitted()) {
            output.headers(side, code, interim, -1, false);
            output.flush();
        }
    }

    @Override public boolean canHaveTrailers() {
        return !isFinished() && !isHead() && !(isCommitted() && isWithoutContent());
    }

    @Override public boolean isReady() {
        if (!isCommitted() || isFinished()) {
            return true;
        }
        sending.lock();
        try {
            boolean ready = output.flow().isReady(side, exchange::wake);
            while (ready && start < end) {
                start += output.flow().data(side, buffer, start, end - start);
                ready = output.flow().isReady(side, exchange::wake);
            }
            output.flush();
            return ready;
        } catch (IOException e) {
            return true;                                   // the next write fails in the same way, and tells
        } finally {
            sending.unlock();
        }
    }

    /**
     * The waiting task if it need not wait any more, or {@code null}; sends the rest of what was written without
     * blocking. A response that is written otherwise is not touched: a thread of the application may be at it.
     */
    ExchangeTask takeReadyTask() {
        return isNonBlocking() && isReady() && waiting() != null ? takeWaiting() : null;
    }
}
