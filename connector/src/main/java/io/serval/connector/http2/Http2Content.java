package io.serval.connector.http2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
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
    private final Http2Exchange exchange;
    private final long declared;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(4);
    private int firstAt;
    private int buffered;
    private long received;
    private boolean ended;
    private IOException failure;
    private Fields trailers = Fields.EMPTY;
    private ExchangeTask whenReady;
    private boolean continueWanted;
    /** Bytes the client may still send; less is never asked back, so it may be above the window of the moment. */
    private long allowed;
    /** Bytes read that the client was not yet told of. */
    private int credit;
    private long timeoutNanos;

    /** @param allowed what the client may send at first */
    Http2Content(Http2Exchange exchange, long declared, boolean continueWanted, int allowed) {
        this.exchange = exchange;
        this.declared = declared;
        this.continueWanted = continueWanted;
        this.allowed = allowed;
        this.timeoutNanos = exchange.contentNanos();
    }

    /** Time without a byte after which a read fails; 0 for no limit. */
    void readTimeout(long nanos) {
        timeoutNanos = nanos;
    }

    // The loop

    /** Content has arrived. @return false when the client was not allowed to send it */
    boolean add(byte[] bytes, int start, int length, int flowLength) {
        lock.lock();
        try {
            allowed -= flowLength;
            if (allowed < 0) {
                return false;
            }
            credit += flowLength - length;              // padding is read at once
            if (length > 0 && failure == null) {
                chunks.add(Arrays.copyOfRange(bytes, start, start + length));
                buffered += length;
                received += length;
                exchange.buffered(length);
            } else {
                credit += length;
            }
            continueWanted = false;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Every read fails from now on; what is buffered is dropped. */
    void fail(IOException cause) {
        lock.lock();
        try {
            if (failure == null && !(ended && buffered == 0)) {
                failure = cause;
            }
            drop();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void drop() {
        exchange.buffered(-buffered);
        chunks.clear();
        buffered = 0;
        firstAt = 0;
    }

    /** How many bytes wait to be read. */
    int buffered() {
        lock.lock();
        try {
            return buffered;
        } finally {
            lock.unlock();
        }
    }

    /** The exchange is over: nobody will read. */
    void release() {
        lock.lock();
        try {
            drop();
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
        askToContinue();
        int update;
        int count;
        lock.lock();
        try {
            await();
            if (buffered == 0) {
                return -1;
            }
            count = take(target);
            update = creditToGive();
        } finally {
            lock.unlock();
        }
        if (update > 0) {
            exchange.allow(update);
        }
        return count;
    }

    private void await() throws IOException {
        long left = timeoutNanos;
        boolean unlimited = left == 0;
        while (buffered == 0 && !ended && failure == null) {
            try {
                if (unlimited) {
                    changed.await();
                } else if (left <= 0) {
                    failure = new HttpException(Status.REQUEST_TIMEOUT, "no byte of the content came within "
                            + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms (connectionUploadTimeout)");
                } else {
                    left = changed.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for content");
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private int take(ByteBuffer target) {
        int count = 0;
        while (target.hasRemaining() && buffered > 0) {
            byte[] first = chunks.peek();
            int part = Math.min(target.remaining(), first.length - firstAt);
            target.put(first, firstAt, part);
            firstAt += part;
            buffered -= part;
            count += part;
            if (firstAt == first.length) {
                chunks.poll();
                firstAt = 0;
            }
        }
        credit += count;
        exchange.buffered(-count);
        return count;
    }

    /** What the client is told it may send more, in not too small steps; the window may have grown meanwhile. */
    private int creditToGive() {
        int window = exchange.window();
        long wanted = window - allowed - buffered;
        if (ended || failure != null || credit == 0 || wanted < window / 2) {
            return 0;
        }
        credit = 0;
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
        lock.lock();
        try {
            return buffered;
        } finally {
            lock.unlock();
        }
    }

    @Override public boolean isFinished() {
        lock.lock();
        try {
            return ended && buffered == 0;
        } finally {
            lock.unlock();
        }
    }

    @Override public boolean isReady() {
        lock.lock();
        try {
            return buffered > 0 || ended || failure != null;
        } finally {
            lock.unlock();
        }
    }

    @Override public void whenReady(ExchangeTask task) {
        whenReady = task;
        try {
            askToContinue();
        } catch (IOException e) {
            fail(e);
        }
        exchange.wake();
    }

    /** The waiting task if it need not wait any more, or {@code null}. */
    ExchangeTask takeReadyTask() {
        ExchangeTask task = whenReady;
        if (task == null || !isReady()) {
            return null;
        }
        whenReady = null;
        return task;
    }

    @Override public Fields trailers() {
        return isFinished() ? trailers : Fields.EMPTY;
    }
}
