package io.serval.container.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;

import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpExchange;
import io.serval.http.HttpVersion;
import io.serval.http.ResponseContent;

/** A response in memory, with the rules of commit and buffer of a real one. */
public final class TestResponse implements ResponseContent {
    private final HttpExchange exchange;
    private final HeaderFields fields = new HeaderFields();
    private final ByteArrayOutputStream buffered = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int status = 200;
    private int bufferSize = 8192;
    private long written;
    private boolean committed;
    private boolean finished;
    private boolean writable = true;
    private int writes;
    private IOException failure;
    private Supplier<Fields> trailers;
    private Fields sentTrailers;
    private HttpExchange.ExchangeTask waiting;

    TestResponse(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** The content that was sent. */
    public byte[] sent() {
        return sent.toByteArray();
    }

    /** How often something went to the client. */
    public int writes() {
        return writes;
    }

    /** The trailer section that was sent, or {@code null}. */
    public Fields sentTrailers() {
        return sentTrailers;
    }

    /** Whether the client takes what is written. */
    public void writable(boolean value) {
        writable = value;
        wake();
    }

    /** The connection breaks: the next write fails. */
    public void fail(IOException cause) {
        failure = cause;
    }

    private void wake() {
        if (waiting != null && isReady()) {
            HttpExchange.ExchangeTask task = waiting;
            waiting = null;
            exchange.execute(task);
        }
    }

    private void checkNotCommitted() {
        if (committed) {
            throw new IllegalStateException("committed");
        }
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
        if (written > 0) {
            throw new IllegalStateException("content was written");
        }
        bufferSize = Math.max(bytes, bufferSize);
    }

    @Override public void resetBuffer() {
        checkNotCommitted();
        buffered.reset();
        written = 0;
    }

    @Override public long written() {
        return written;
    }

    @Override public void write(byte[] source, int offset, int length) throws IOException {
        if (finished) {
            throw new IOException("the response is finished");
        }
        if (failure != null) {
            throw failure;
        }
        buffered.write(source, offset, length);
        written += length;
        if (buffered.size() > bufferSize) {
            send();
        }
    }

    @Override public void write(ByteBuffer source) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        write(bytes, 0, bytes.length);
    }

    @Override public void transferFrom(FileChannel file, long position, long count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) count);
        file.read(bytes, position);
        write(bytes.flip());
    }

    private void send() {
        committed = true;
        if (buffered.size() > 0) {
            writes++;
        }
        sent.writeBytes(buffered.toByteArray());
        buffered.reset();
    }

    @Override public void flush() throws IOException {
        if (failure != null) {
            throw failure;
        }
        send();
    }

    @Override public void finish() throws IOException {
        if (!finished) {
            finished = true;
            flush();
            sentTrailers = trailers == null ? null : trailers.get();
        }
    }

    @Override public void trailers(Supplier<Fields> supplier) {
        trailers = supplier;
    }

    @Override public boolean canHaveTrailers() {
        return !committed && exchange.head().version() != HttpVersion.HTTP_1_0 && !fields.contains("Content-Length");
    }

    @Override public boolean isReady() {
        return writable || failure != null;
    }

    @Override public void whenReady(HttpExchange.ExchangeTask task) {
        waiting = task;
        wake();
    }
}
