package io.serval.connector.http2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.function.Supplier;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.ResponseContent;
import io.serval.http.Status;

/**
 * The response on a stream. Content collects in a buffer until the response is committed; then it goes out as DATA
 * frames as
 * far as the windows allow. A worker waits for the window while more than the buffer is unsent; what is left at the
 * end is
 * left to the output, so that nobody waits for a slow client. For the owner of the exchange.
 */
final class Http2Response implements ResponseContent {
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int TAIL_BYTES = 64 * 1024;
    private static final int FILE_BYTES = 64 * 1024;
    /** What a field line takes in HTTP/1.1 beyond its letters: no response shall fail in one of them only. */
    private static final int FIELD_BYTES = 4;
    private static final byte[] NOTHING = {};

    private final Http2Exchange exchange;
    private final Http2Output output;
    private final SendSide side;
    private final HeaderFields fields = new HeaderFields();
    private byte[] buffer = NOTHING;
    private int start;
    private int end;
    private int bufferSize = BUFFER_BYTES;
    private int status = 200;
    private long written;
    private long declared = -1;
    private boolean committed;
    private boolean finished;
    private boolean withoutContent;
    private boolean nonBlocking;
    private Supplier<Fields> trailers;
    private ExchangeTask whenReady;

    Http2Response(Http2Exchange exchange, Http2Output output, SendSide side) {
        this.exchange = exchange;
        this.output = output;
        this.side = side;
    }

    @Override public int status() {
        return status;
    }

    @Override public void status(int code) {
        checkNotCommitted();
        status = code;
    }

    @Override public HeaderFields fields() {
        return fields;
    }

    @Override public boolean isCommitted() {
        return committed;
    }

    @Override public boolean isFinished() {
        return finished;
    }

    @Override public int bufferSize() {
        return bufferSize;
    }

    @Override public void bufferSize(int bytes) {
        if (committed || written > 0) {
            throw new IllegalStateException("the buffer size can only be set before content is written");
        }
        bufferSize = Math.max(bytes, BUFFER_BYTES);
    }

    @Override public void resetBuffer() {
        checkNotCommitted();
        start = 0;
        end = 0;
        written = 0;
    }

    private void checkNotCommitted() {
        if (committed) {
            throw new IllegalStateException("the response is committed");
        }
    }

    @Override public long written() {
        return written;
    }

    @Override public void write(byte[] source, int offset, int length) throws IOException {
        if (finished) {
            throw new IOException("the response is finished");
        }
        int count = (int) accept(length);
        if (count == 0) {
            return;
        }
        if (end - start + count <= bufferSize) {
            append(source, offset, count);
            return;
        }
        commit(false);
        sendBuffer();
        sendOrKeep(source, offset, withoutContent ? 0 : count);
    }

    /** Counts content. @return how much of it is to be sent: nothing to HEAD, and no more than was declared */
    private long accept(long length) {
        long before = written;
        written += length;
        if (committed ? withoutContent : exchange.isHead()) {
            return 0;
        }
        return declared < 0 ? length : Math.max(0, Math.min(length, declared - before));
    }

    private void append(byte[] source, int offset, int count) {
        if (start > 0 && end + count > buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(end + count, Math.min(bufferSize, Math.max(512,
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
            int taken = output.data(side, source, offset + sent, count - sent);
            output.flush();
            if (taken == 0) {
                if (nonBlocking) {
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
        try {
            int taken = output.awaitData(side, source, offset, count, exchange.writeNanos());
            if (taken == 0) {
                output.reset(side, ErrorCode.CANCEL);
                throw new IOException("the client took next to nothing of the response within "
                        + exchange.writeNanos() / 1_000_000 + " ms (writeTimeout)");
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the client");
        }
    }

    @Override public void write(ByteBuffer source) throws IOException {
        if (source.hasArray()) {
            write(source.array(), source.arrayOffset() + source.position(), source.remaining());
            source.position(source.limit());
            return;
        }
        byte[] copy = new byte[Math.min(source.remaining(), FILE_BYTES)];
        while (source.hasRemaining()) {
            int count = Math.min(copy.length, source.remaining());
            source.get(copy, 0, count);
            write(copy, 0, count);
        }
    }

    @Override public void transferFrom(FileChannel file, long position, long count) throws IOException {
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(count, FILE_BYTES));
        for (long done = 0; done < count; ) {
            part.clear().limit((int) Math.min(part.capacity(), count - done));
            int read = file.read(part, position + done);
            if (read < 0) {
                throw new IOException(
                        "the file ended at " + (position + done) + ", before the part that was to be sent");
            }
            write(part.array(), 0, read);
            done += read;
        }
    }

    @Override public void flush() throws IOException {
        if (finished) {
            return;
        }
        commit(false);
        sendBuffer();
        output.flush();
    }

    @Override public void finish() throws IOException {
        if (finished) {
            return;
        }
        boolean endsWithHead = commit(true) || withoutContent;
        if (!withoutContent && declared > written) {
            throw new IOException("the response ends after " + written + " bytes of content, fewer than the "
                    + declared + " its content-length declares");
        }
        finished = true;
        if (!endsWithHead) {
            sendEnd();
        }
        exchange.responseFinished();
    }

    private void sendEnd() throws IOException {
        if (end - start > TAIL_BYTES) {
            start += send(buffer, start, end - start);
        }
        Fields section = trailers == null || withoutContent ? null : trailers.get();
        output.tail(side, buffer, start, end - start, section == null || section.size() == 0 ? null : section,
                exchange::tailSent);
    }

    /** Sends the header section, if that is not done. @return whether the stream has ended with it */
    private boolean commit(boolean last) throws IOException {
        if (committed) {
            return false;
        }
        checkSize();
        withoutContent = status == 204 || status == 304 || exchange.isHead();
        if (withoutContent) {
            start = 0;
            end = 0;
        }
        declared = declaredLength(last);
        if (declared >= 0 && declared < end - start) {
            end = start + (int) declared;                   // more would be content of nothing
        }
        boolean ends = withoutContent || last && end == start && trailers == null;
        committed = true;
        exchange.committed();
        output.headers(side, status, fields, status == 204 ? -1 : declared, ends);
        return ends;
    }

    private void checkSize() throws HttpException {
        long size = 0;
        for (int i = 0; i < fields.size(); i++) {
            size += fields.fieldName(i).length() + fields.value(i).length() + FIELD_BYTES;
        }
        if (size > exchange.maxResponseHead()) {
            throw new HttpException(Status.INTERNAL_SERVER_ERROR, "response head of " + size
                    + " bytes is larger than " + exchange.maxResponseHead() + " (maxHttpResponseHeaderSize)");
        }
    }

    private long declaredLength(boolean last) {
        if (status == 204) {
            fields.remove(FieldName.CONTENT_LENGTH);
            return -1;
        }
        String length = fields.get(FieldName.CONTENT_LENGTH);
        if (length != null) {
            return Long.parseLong(length.strip());
        }
        return last && status != 304 && trailers == null ? written : -1;
    }

    /** Sends an interim response. */
    void interim(int code, Fields interim) throws IOException {
        if (!committed) {
            output.headers(side, code, interim, -1, false);
            output.flush();
        }
    }

    @Override public void trailers(Supplier<Fields> supplier) {
        if (finished || committed && withoutContent) {
            throw new IllegalStateException("it is too late for trailers: the response is finished");
        }
        trailers = supplier;
    }

    @Override public boolean canHaveTrailers() {
        return !finished && !exchange.isHead() && !(committed && withoutContent);
    }

    @Override public boolean isReady() {
        if (!committed || finished) {
            return true;
        }
        try {
            boolean ready = output.isReady(side, exchange::wake);
            while (ready && start < end) {
                start += output.data(side, buffer, start, end - start);
                ready = output.isReady(side, exchange::wake);
            }
            output.flush();
            return ready;
        } catch (IOException e) {
            return true;                                   // the next write fails in the same way, and tells
        }
    }

    @Override public void whenReady(ExchangeTask task) {
        nonBlocking = true;
        whenReady = task;
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
}
