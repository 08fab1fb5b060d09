package io.serval.connector.http2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.serval.http.Fields;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.RequestContent;
import io.serval.http.Status;

/**
 * The content of a request on its way from the loop, which adds, to the worker, which reads. Guarded by its lock; the
 * client is allowed more as the worker reads.
 */
final class Http2Content implements RequestContent {
    /** Nobody waits for content without a thread. */
    static final long NOT_AWAITED = Long.MIN_VALUE;
    private static final int CREDIT_BYTES = 256 * 1024;

    private final Http2Exchange exchange;
    private final long declared;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ContentChunks chunks = new ContentChunks();
    private long received;
    private boolean ended;
    /** Nobody will read: what still comes is counted and dropped. */
    private boolean unwanted;
    private IOException failure;
    private Fields trailers = Fields.EMPTY;
    private volatile ExchangeTask whenReady;
    private long awaitedSince = NOT_AWAITED;
    private boolean continueWanted;
    /** Bytes the client may still send; less is never asked back, so it may be above the window of the moment. */
    private long allowed;
    private volatile long timeoutNanos;
    private final ContentWait wait;

    /** @param allowed what the client may send at first */
    Http2Content(Http2Exchange exchange, long declared, boolean continueWanted, int allowed,
                 ContentWait wait) {
        this.exchange = exchange;
        this.declared = declared;
        this.continueWanted = continueWanted;
        this.allowed = allowed;
        this.timeoutNanos = exchange.contentNanos();
        this.wait = wait;
    }

    /** Time without a byte after which a read fails; 0 for no limit. */
    void readTimeout(long nanos) {
        timeoutNanos = nanos;
    }

    /** What comes from now on has no end and no rate. */
    void becomesTunnel() {
        readTimeout(0);
        lock.lock();
        try {
            wait.neverTooSlow();
        } finally {
            lock.unlock();
        }
    }

    // The loop

    /** Content is assembled before there is a reader, so the client is waited for until {@link #assembled}. */
    void assembling() {
        lock.lock();
        try {
            beginWait();
        } finally {
            lock.unlock();
        }
    }

    void assembled() {
        lock.lock();
        try {
            endWait();
        } finally {
            lock.unlock();
        }
    }

    private void beginWait() {
        wait.begin(received, exchange.nanoTime());
    }

    private void endWait() {
        if (wait.isOn()) {
            wait.end(exchange.nanoTime());
        }
    }

    /** @return how long the client may still be waited for before it is too slow; 0 if it is; any thread */
    long paceNanosLeft() {
        lock.lock();
        try {
            return wait.nanosLeft(exchange.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Content has arrived; {@link #tellReader} follows.
     *
     * @return false when the client was not allowed to send it
     */
    boolean add(byte[] bytes, int start, int length, int flowLength) {
        int kept = 0;
        lock.lock();
        try {
            allowed -= flowLength;
            if (allowed < 0) {
                return false;
            }
            received += length;
            wait.moved(length);
            if (length > 0 && !unwanted && failure == null) {
                chunks.add(bytes, start, length);
                kept = length;
                endTaskWait();
            }
            continueWanted = false;
        } finally {
            lock.unlock();
        }
        exchange.buffered(kept);
        return true;
    }

    /** A task that waited for content has it, or need not wait any more. */
    private void endTaskWait() {
        if (awaitedSince != NOT_AWAITED) {
            awaitedSince = NOT_AWAITED;
            endWait();
        }
    }

    /**
     * All content of a round is here: whoever waits for it is woken, once. Padding is read at once, since a client that
     * pads must not run out of window while nobody reads.
     */
    void tellReader() {
        int update;
        lock.lock();
        try {
            update = unwanted ? 0 : creditToGive();
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (update > 0) {
            exchange.allow(update);
        }
        exchange.wake();
    }

    /** The client was told of a larger initial window, which moves the windows of open streams too (§6.9.2). */
    void windowGrew(int bytes) {
        lock.lock();
        try {
            allowed += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Whether what has arrived keeps to the declared length. */
    boolean isWithinLength(boolean atEnd) {
        lock.lock();
        try {
            return declared < 0 || (atEnd ? received == declared : received <= declared);
        } finally {
            lock.unlock();
        }
    }

    void end(Fields section) {
        lock.lock();
        try {
            ended = true;
            trailers = section;
            endTaskWait();
            endWait();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Every read fails from now on; what is buffered is dropped. */
    void fail(IOException cause) {
        lock.lock();
        int dropped;
        try {
            if (failure == null && !(ended && chunks.size() == 0)) {
                failure = cause;
            }
            dropped = drop();
        } finally {
            lock.unlock();
        }
        exchange.buffered(-dropped);
    }

    /** The exchange is over: nobody will read. */
    void release() {
        lock.lock();
        int dropped;
        try {
            unwanted = true;
            dropped = drop();
        } finally {
            lock.unlock();
        }
        exchange.buffered(-dropped);
    }

    private int drop() {
        int dropped = chunks.size();
        chunks.clear();
        endTaskWait();
        endWait();
        changed.signalAll();
        return dropped;
    }

    /** How many bytes wait to be read. */
    int buffered() {
        lock.lock();
        try {
            return chunks.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the client has sent everything. Any thread. */
    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Since when a task waits for content without a thread, or {@link #NOT_AWAITED}. */
    long awaitedSince() {
        lock.lock();
        try {
            return timeoutNanos == 0 ? NOT_AWAITED : awaitedSince;
        } finally {
            lock.unlock();
        }
    }

    // The owner of the exchange

    @Override public long length() {
        return declared;
    }

    @Override public int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : read(ByteBuffer.wrap(target, offset, length));
    }

    @Override public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (isReady()) {
            return take(target);
        }
        exchange.lane().beginWait();
        try {
            return take(target);
        } finally {
            exchange.lane().endWait();
        }
    }

    private int take(ByteBuffer target) throws IOException {
        int update;
        int count;
        lock.lock();
        try {
            await();
            if (chunks.size() == 0) {
                return -1;
            }
            count = chunks.take(target);
            update = creditToGive();
        } finally {
            lock.unlock();
        }
        exchange.buffered(-count);
        if (update > 0) {
            exchange.allow(update);
        }
        return count;
    }

    private void await() throws IOException {
        if (mustWait()) {
            beginWait();
            try {
                awaitContent();
            } finally {
                endWait();
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private boolean mustWait() {
        return chunks.size() == 0 && !ended && !unwanted && failure == null;
    }

    private void awaitContent() throws InterruptedIOException {
        long limit = timeoutNanos == 0 ? Long.MAX_VALUE : timeoutNanos;
        long begun = System.nanoTime();
        try {
            while (mustWait()) {
                long left = limit - (System.nanoTime() - begun);
                long paceLeft = wait.nanosLeft(exchange.nanoTime());
                if (left <= 0) {
                    failure = timedOut(limit);
                } else if (paceLeft <= 0) {
                    failure = wait.complaint();
                } else {
                    changed.awaitNanos(Math.min(left, paceLeft));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for content");
        }
    }

    HttpException tooSlow() {
        return wait.complaint();
    }

    HttpException timedOut(long nanos) {
        return new HttpException(Status.REQUEST_TIMEOUT, "no byte of the content came within "
                + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms (connectionUploadTimeout)");
    }

    /**
     * What the client is told it may send more, so that it may send as much as the window is beyond what waits to be
     * read; in steps that are not too small, and for large windows not so large that a part of them is always shut.
     */
    private int creditToGive() {
        int window = exchange.window();
        long wanted = window - allowed - chunks.size();
        if (ended || failure != null || wanted < Math.min(window / 2, CREDIT_BYTES)) {
            return 0;
        }
        allowed += wanted;
        return (int) wanted;
    }

    private void askToContinue() throws IOException {
        boolean ask;
        lock.lock();
        try {
            ask = continueWanted;
            continueWanted = false;
        } finally {
            lock.unlock();
        }
        if (ask) {
            exchange.inform(Status.CONTINUE.code(), Fields.EMPTY);
        }
    }

    @Override public int available() throws IOException {
        return buffered();
    }

    @Override public boolean isFinished() {
        lock.lock();
        try {
            return ended && chunks.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    @Override public boolean isReady() {
        try {
            askToContinue();
        } catch (IOException e) {
            fail(e);
        }
        lock.lock();
        try {
            return !mustWait();
        } finally {
            lock.unlock();
        }
    }

    @Override public void whenReady(ExchangeTask task) {
        whenReady = task;
        exchange.wake();
    }

    /** The waiting task if it need not wait any more, or {@code null}: then the wait is under the loop's eyes. */
    ExchangeTask takeReadyTask() {
        ExchangeTask task = whenReady;
        if (task == null || !isReady() && !isReadyOrAwaited()) {
            return null;
        }
        whenReady = null;
        return task;
    }

    private boolean isReadyOrAwaited() {
        lock.lock();
        try {
            if (mustWait() && awaitedSince == NOT_AWAITED) {
                awaitedSince = exchange.nanoTime();
                beginWait();
            }
            return !mustWait();
        } finally {
            lock.unlock();
        }
    }

    @Override public Fields trailers() {
        return isFinished() ? trailers : Fields.EMPTY;
    }
}
