package io.serval.connector.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import io.serval.connector.buffer.BufferLease;
import io.serval.connector.buffer.BufferPool;
import io.serval.connector.exchange.Pace;
import io.serval.connector.http1.Http1Head.Framing;
import io.serval.connector.net.Connection;
import io.serval.http.Fields;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.RequestContent;
import io.serval.http.Status;

/**
 * The content of a request (RFC 9112 §6). The loop assembles what is small, before a worker is taken; the rest is read
 * by the worker, waiting for the client. For the owner of the exchange, which the loop is until the hand-off.
 */
final class Http1Content implements RequestContent {
    /** Less than this is read together with what follows the content. */
    private static final int LONG_CONTENT_BYTES = 4 * 1024;
    /** The JDK copies through a direct buffer of this size, which it keeps for each thread. */
    private static final int MAX_DIRECT_READ_BYTES = 64 * 1024;

    private final Http1Exchange exchange;
    private final ChunkedDecoder chunks;
    private final Pace pace;
    private final ReadAhead ahead = new ReadAhead();
    private Framing framing = Framing.NONE;
    private long length;
    private long remaining;
    private boolean finished = true;
    private boolean continueExpected;
    private IOException failure;
    private BufferLease assembled;
    private int assembledStart;
    private int assembledEnd;
    private volatile ExchangeTask whenReady;

    Http1Content(Http1Exchange exchange, ChunkedDecoder chunks, Pace pace) {
        this.exchange = exchange;
        this.chunks = chunks;
        this.pace = pace;
    }

    /** A head was read; what follows is this request's content. */
    void begin(Http1Head head) {
        framing = head.framing();
        length = framing == Framing.NONE ? 0 : head.contentLength();
        remaining = Math.max(0, length);
        finished = framing == Framing.NONE || framing == Framing.FIXED && remaining == 0;
        continueExpected = !finished && head.expectsContinue();
        if (framing == Framing.CHUNKED) {
            chunks.reset();
        }
    }

    /** Forgets the request. */
    void reset() {
        framing = Framing.NONE;
        length = 0;
        remaining = 0;
        finished = true;
        continueExpected = false;
        failure = null;
        whenReady = null;
        pace.reset();
        releaseAssembled();
    }

    void releaseAssembled() {
        ahead.release();
        if (assembled != null) {
            assembled.close();
            assembled = null;
        }
        assembledStart = 0;
        assembledEnd = 0;
    }

    // In the loop, before the hand-off

    /**
     * Takes what is there of the content.
     *
     * @return whether the request can be handed off: its content is whole, or to be streamed, as it is also when the
     *         loop has no memory to collect more
     */
    boolean assemble(InputBytes input, int limit) throws HttpException {
        if (finished || continueExpected || framing == Framing.FIXED && length > limit) {
            return true;
        }
        if (framing == Framing.FIXED) {
            assembleFixed(input);
        } else {
            assembleChunks(input, limit);
        }
        return finished || assembledEnd >= limit || exchange.connectionOf().poller().heap().isTight();
    }

    private void assembleFixed(InputBytes input) {
        int count = (int) Math.min(remaining, input.length());
        makeRoom(count, (int) length);
        input.take(assembled.array(), assembledEnd, count);
        assembledEnd += count;
        remaining -= count;
        pace.moved(count);
        finished = remaining == 0;
    }

    private void assembleChunks(InputBytes input, int limit) throws HttpException {
        while (!finished && !input.isEmpty() && assembledEnd < limit) {
            makeRoom(Math.max(1, Math.min(input.length(), limit - assembledEnd)), limit);
            int count = decode(input, assembled.array(), assembledEnd,
                    Math.min(assembled.capacity(), limit) - assembledEnd);
            assembledEnd += count;
            pace.moved(count);
        }
    }

    /** Grows with what arrives: a declared length alone costs the server nothing. */
    private void makeRoom(int count, int most) {
        BufferPool pool = exchange.connectionOf().poller().heap();
        if (assembled == null) {
            assembled = pool.lease(count);
        } else if (assembled.capacity() - assembledEnd < count) {
            BufferLease larger = pool.lease(Math.max(assembledEnd + count, Math.min(most, assembled.capacity() * 2)));
            System.arraycopy(assembled.array(), 0, larger.array(), 0, assembledEnd);
            assembled.close();
            assembled = larger;
        }
    }

    private int decode(InputBytes input, byte[] target, int offset, int room) throws HttpException {
        ByteBuffer source = input.asBuffer();
        int before = source.position();
        int count = chunks.decode(source, target, offset, room);
        input.consume(source.position() - before);
        finished = chunks.isFinished();
        return count;
    }

    // For the owner after the hand-off

    @Override public long length() {
        return framing == Framing.CHUNKED ? -1 : length;
    }

    @Override public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        return read(target, offset, count, true);
    }

    @Override public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (target.hasArray()) {
            int count = read(target.array(), target.arrayOffset() + target.position(), target.remaining(), true);
            target.position(target.position() + Math.max(0, count));
            return count;
        }
        byte[] copy = new byte[Math.min(target.remaining(), 16 * 1024)];
        int count = read(copy, 0, copy.length, true);
        target.put(copy, 0, Math.max(0, count));
        return count;
    }

    /** @return the number of bytes, -1 at the end, 0 only when it must not block and nothing is there */
    private int read(byte[] target, int offset, int count, boolean block) throws IOException {
        if (assembledStart < assembledEnd) {
            return takeAssembled(target, offset, count);
        }
        if (ahead.length() > 0) {
            return ahead.take(target, offset, count);
        }
        if (finished) {
            return -1;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            return stream(target, offset, count, block);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private int takeAssembled(byte[] target, int offset, int count) {
        int taken = Math.min(count, assembledEnd - assembledStart);
        System.arraycopy(assembled.array(), assembledStart, target, offset, taken);
        assembledStart += taken;
        if (assembledStart == assembledEnd) {
            releaseAssembled();
        }
        return taken;
    }

    private int stream(byte[] target, int offset, int count, boolean block) throws IOException {
        tellToContinue();
        InputBytes input = exchange.input();
        while (true) {
            int got = input.isEmpty() ? readDirectly(target, offset, count) : consume(input, target, offset, count);
            if (got > 0) {
                return got;
            }
            if (finished) {
                return -1;
            }
            if (!fill(input, block)) {
                return 0;
            }
        }
    }

    /** Content without framing goes from the socket to the caller, in large pieces, without a stop in the input. */
    private int readDirectly(byte[] target, int offset, int count) throws IOException {
        if (!isLong()) {
            return 0;
        }
        if (count < ReadAhead.BYTES / 2) {
            return readAhead() ? ahead.take(target, offset, count) : 0;
        }
        int most = (int) Math.min(Math.min(count, MAX_DIRECT_READ_BYTES), remaining);
        return received(exchange.connectionOf().transport().read(ByteBuffer.wrap(target, offset, most)));
    }

    private boolean isLong() {
        return framing == Framing.FIXED && remaining >= LONG_CONTENT_BYTES;
    }

    /** @return whether something came */
    private boolean readAhead() throws IOException {
        return received(ahead.fill(exchange.connectionOf(), remaining)) > 0;
    }

    /** @return 0 if nothing came: the ordinary way meets the same, and knows what to do */
    private int received(int got) {
        if (got <= 0) {
            return 0;
        }
        exchange.service().exchanges().countIn(got);
        pace.moved(got);
        remaining -= got;
        finished = remaining == 0;
        return got;
    }

    private int consume(InputBytes input, byte[] target, int offset, int count) throws HttpException {
        if (framing == Framing.CHUNKED) {
            return decode(input, target, offset, count);
        }
        int taken = input.take(target, offset, (int) Math.min(count, remaining));
        remaining -= taken;
        finished = remaining == 0;
        return taken;
    }

    private void tellToContinue() throws IOException {
        if (continueExpected) {
            continueExpected = false;
            exchange.http1Response().sendContinue();
        }
    }

    /** @return whether bytes came; false only when it must not block */
    private boolean fill(InputBytes input, boolean block) throws IOException {
        Connection connection = exchange.connectionOf();
        while (true) {
            int count = input.fill(connection.transport());
            if (count > 0) {
                exchange.service().exchanges().countIn(count);
                pace.moved(count);
                return true;
            }
            if (count < 0) {
                throw new HttpException(Status.BAD_REQUEST, "the client ended its side before the content was whole");
            }
            if (!block) {
                return false;
            }
            exchange.sendBeforeWait();
            if (!awaitInput(connection)) {
                throw timedOut();
            }
            endWait();
        }
    }

    private boolean awaitInput(Connection connection) throws IOException {
        exchange.lane().beginWait();
        try {
            return connection.await(SelectionKey.OP_READ, beginWait());
        } finally {
            exchange.lane().endWait();
        }
    }

    /** The client is waited for from now on. @return how long */
    long beginWait() {
        long now = exchange.nanoTime();
        pace.begin(now);
        return pace.waitNanos(now, exchange.service().settings().contentNanos());
    }

    /** The client is not waited for any more. */
    void endWait() {
        if (pace.isWaiting()) {
            pace.end(exchange.nanoTime());
        }
    }

    /** No byte came in time, or too few. */
    HttpException timedOut() {
        if (pace.isTooSlow(exchange.nanoTime())) {
            return new HttpException(Status.REQUEST_TIMEOUT, pace.complaint("content came", "minRequestDataRate"));
        }
        return new HttpException(Status.REQUEST_TIMEOUT, "no byte of the content came within "
                + exchange.service().settings().contentNanos() / 1_000_000 + " ms (connectionUploadTimeout)");
    }

    @Override public int available() throws IOException {
        if (!hasTaken() && !finished && failure == null && !continueExpected) {
            prefetch();
        }
        return assembledStart < assembledEnd ? assembledEnd - assembledStart : ahead.length();
    }

    /** Whether bytes are here that were taken from the connection already. */
    private boolean hasTaken() {
        return assembledStart < assembledEnd || ahead.length() > 0;
    }

    /** Reads what is there without waiting, so that it can be counted. */
    private void prefetch() throws IOException {
        if (exchange.input().isEmpty() && isLong() && readAhead()) {
            return;
        }
        BufferLease lease = exchange.connectionOf().poller().heap().lease(8 * 1024);
        int count = 0;
        try {
            count = read(lease.array(), 0, lease.capacity(), false);
        } finally {
            if (count > 0) {
                assembled = lease;
                assembledStart = 0;
                assembledEnd = count;
            } else {
                lease.close();
            }
        }
    }

    @Override public boolean isFinished() {
        return finished && !hasTaken();
    }

    /** Whether the last byte of the content was taken from the connection, though perhaps not by the application. */
    boolean isReceived() {
        return finished;
    }

    /** Whether the client waits to be told that it may send the content. */
    boolean isContinueExpected() {
        return continueExpected;
    }

    @Override public boolean isReady() {
        if (isFinished() || failure != null) {
            return true;
        }
        try {
            tellToContinue();
            return available() > 0 || isFinished();
        } catch (IOException e) {
            failure = e;
            return true;
        }
    }

    @Override public void whenReady(ExchangeTask task) {
        whenReady = task;
        exchange.wake();
    }

    /** The task that waits for content, or {@code null}. */
    ExchangeTask waiting() {
        return whenReady;
    }

    /** Takes the waiting task to run it. */
    ExchangeTask takeWaiting() {
        ExchangeTask task = whenReady;
        whenReady = null;
        return task;
    }

    /** The wait ended in failure: the next read throws it. */
    void fail(IOException cause) {
        if (failure == null && !finished) {
            failure = cause;
        }
    }

    /**
     * Throws away what is there of unread content; never waits.
     *
     * @return whether the content is over, and the next request may follow
     */
    boolean swallow(InputBytes input) throws HttpException {
        int before = input.length();
        releaseAssembled();
        if (framing == Framing.FIXED) {
            int count = (int) Math.min(remaining, input.length());
            input.consume(count);
            remaining -= count;
            finished = remaining == 0;
        }
        if (framing == Framing.CHUNKED && !finished) {
            swallowChunks(input);
        }
        pace.moved(before - input.length());
        return finished;
    }

    private void swallowChunks(InputBytes input) throws HttpException {
        if (input.isEmpty()) {
            return;
        }
        ByteBuffer source = input.asBuffer();
        int before = source.position();
        for (int count = chunks.available(source); count > 0; count = chunks.available(source)) {
            source.position(source.position() + count);
            chunks.took(count);
        }
        input.consume(source.position() - before);
        finished = chunks.isFinished();
    }

    /** Whether reading it failed: what follows on the connection is not understood. */
    boolean hasFailed() {
        return failure != null;
    }

    /** The bytes that are known to come, 0 when that is unknown. */
    long remaining() {
        return remaining;
    }

    @Override public Fields trailers() {
        return framing == Framing.CHUNKED && isFinished() ? chunks.trailers() : Fields.EMPTY;
    }
}
