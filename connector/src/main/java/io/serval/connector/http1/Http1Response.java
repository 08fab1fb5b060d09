package io.serval.connector.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.HttpVersion;
import io.serval.http.ResponseContent;

/**
 * The response to a request over HTTP/1.x. Content collects until the response is committed: then its framing is
 * decided, the head is written, and both go out together. For the owner of the exchange.
 */
final class Http1Response implements ResponseContent {
    /** The size that servlet containers customarily give the response buffer. */
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final byte[] NOTHING = {};

    private final Http1Exchange exchange;
    private final ResponseFraming framing = new ResponseFraming();
    private final HeadSink head = new HeadSink(512);
    private final HeaderFields fields = new HeaderFields();
    private int status = 200;
    private int bufferSize = BUFFER_BYTES;
    private long written;
    private long declared = -1;
    private boolean committed;
    private boolean headPending;
    private boolean finished;
    private boolean withoutContent;
    private boolean chunked;
    private boolean nonBlocking;
    private Supplier<Fields> trailers;
    private ExchangeTask whenReady;

    Http1Response(Http1Exchange exchange) {
        this.exchange = exchange;
    }

    /** Forgets the response; what is framed is still to be sent. */
    void reset() {
        fields.clear();
        status = 200;
        bufferSize = BUFFER_BYTES;
        written = 0;
        declared = -1;
        committed = false;
        headPending = false;
        finished = false;
        withoutContent = false;
        chunked = false;
        nonBlocking = false;
        trailers = null;
        whenReady = null;
        framing.begin();
    }

    /** Gives up what was not sent. */
    void discard() {
        framing.clear();
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
        framing.dropCollected();
        written = 0;
    }

    private void checkNotCommitted() {
        if (committed) {
            throw new IllegalStateException("the response is committed");
        }
    }

    private void checkNotFinished() throws IOException {
        if (finished) {
            throw new IOException("the response is finished");
        }
    }

    @Override public long written() {
        return written;
    }

    @Override public void write(byte[] source, int offset, int length) throws IOException {
        checkNotFinished();
        int count = (int) count(length);
        if (count == 0) {
            return;
        }
        if (framing.collected() + count <= bufferSize) {
            framing.append(source, offset, count);
            return;
        }
        commit(false);
        if (!withoutContent) {
            framing.send(takeHead(), source, offset, (int) Math.min(count, room(length)), exchange.output(), blocks());
            exchange.countOut();
        }
    }

    /** Counts content. @return how much of it is to be sent: nothing to HEAD, and no more than was declared */
    private long count(long length) {
        long allowed = committed ? room(0) : exchange.isHead() ? 0 : length;
        written += length;
        return Math.min(length, allowed);
    }

    /** How much content may still be sent, apart from the last {@code counted} bytes. */
    private long room(long counted) {
        if (withoutContent) {
            return 0;
        }
        return declared < 0 ? Long.MAX_VALUE : Math.max(0, declared - written + counted);
    }

    @Override public void write(ByteBuffer source) throws IOException {
        if (source.hasArray()) {
            write(source.array(), source.arrayOffset() + source.position(), source.remaining());
            source.position(source.limit());
            return;
        }
        byte[] copy = new byte[Math.min(source.remaining(), 16 * 1024)];
        while (source.hasRemaining()) {
            int count = Math.min(copy.length, source.remaining());
            source.get(copy, 0, count);
            write(copy, 0, count);
        }
    }

    @Override public void transferFrom(FileChannel file, long position, long count) throws IOException {
        checkNotFinished();
        commit(false);
        long allowed = count(count);
        if (allowed > 0) {
            framing.send(takeHead(), file, position, allowed, exchange.output());
            exchange.countOut();
        }
    }

    @Override public void flush() throws IOException {
        if (!finished) {
            commit(false);
            framing.frame(takeHead());
        }
        send(blocks());
    }

    @Override public void finish() throws IOException {
        if (finished) {
            return;
        }
        commit(true);
        checkComplete();
        finished = true;
        framing.frameLast(takeHead(), trailerSection());
        exchange.responseFinished();
        if (exchange.hasNextRequest()) {
            framing.holdFramed(exchange.output());
        } else {
            send(false);
        }
    }

    private void checkComplete() throws IOException {
        if (!withoutContent && declared > written) {
            throw new IOException("the response ends after " + written + " bytes of content, fewer than the "
                    + declared + " its Content-Length declares");
        }
    }

    /** Passes what is framed to the socket. @return whether the socket took everything */
    boolean send(boolean block) throws IOException {
        SocketOutput output = exchange.output();
        framing.sendFramed(output, 0, block);
        boolean all = output.flush(block);
        exchange.countOut();
        return all;
    }

    /** Whether something is framed, or held, that the socket does not have. */
    boolean hasUnsent() {
        return framing.framed() > 0 || exchange.output().isPending();
    }

    /** Passes the collected responses of earlier requests to the socket, before a wait for the client. */
    void sendBeforeWait() throws IOException {
        if (hasUnsent()) {
            send(blocks());
        }
    }

    private boolean blocks() {
        return !nonBlocking && exchange.mayBlock();
    }

    /** Decides how the content is framed, and writes the head. */
    private void commit(boolean last) throws IOException {
        if (committed) {
            return;
        }
        boolean never = status == 204 || status < 200;
        boolean reset = status == 205; // RFC 9110 §15.3.6: no content, and a length that says so
        withoutContent = never || reset || status == 304 || exchange.isHead();
        if (withoutContent) {
            framing.dropCollected();
        }
        declared = never ? -1 : reset ? 0 : declaredLength(last);
        if (declared >= 0 && framing.collected() > declared) {
            framing.truncateCollected((int) declared);
        }
        chunked = declared < 0 && !never && status != 304 && exchange.head().version() == HttpVersion.HTTP_1_1;
        framing.chunked(chunked && !withoutContent);
        boolean delimited = chunked || withoutContent || declared >= 0;
        exchange.writeHead(head, chunked ? ResponseHeadWriter.CHUNKED : declared, delimited);
        committed = true;
        headPending = true;
    }

    private long declaredLength(boolean last) {
        String length = fields.get(FieldName.CONTENT_LENGTH);
        if (length != null) {
            return Long.parseLong(length.strip());
        }
        return last && trailers == null && status != 304 ? written : -1;
    }

    private HeadSink takeHead() {
        boolean pending = headPending;
        headPending = false;
        return pending ? head : null;
    }

    private HeadSink trailerSection() throws IOException {
        if (!chunked || withoutContent || trailers == null) {
            return null;
        }
        Fields section = trailers.get();
        if (section == null || section.size() == 0) {
            return null;
        }
        HeadSink lines = new HeadSink(256);
        exchange.service().writer().writeLastChunk(lines, section);
        return lines;
    }

    void sendContinue() throws IOException {
        interim(100, Fields.EMPTY);
    }

    /** Sends an interim response (RFC 9110 §15.2) behind what is framed already. */
    void interim(int code, Fields interimFields) throws IOException {
        if (committed || exchange.head().version() != HttpVersion.HTTP_1_1) {
            return;
        }
        HeadSink interim = new HeadSink(256);
        exchange.service().writer().writeInterim(interim, code, interimFields);
        SocketOutput output = exchange.output();
        framing.sendFramed(output, interim.size(), blocks());
        output.put(interim.array(), 0, interim.size(), 0, blocks());
        output.flush(blocks());
        exchange.countOut();
    }

    @Override public void trailers(Supplier<Fields> supplier) {
        if (finished || committed && !canHaveTrailers()) {
            throw new IllegalStateException("it is too late for trailers: the response is "
                    + (finished ? "finished" : "committed, and not chunked"));
        }
        trailers = supplier;
    }

    @Override public boolean canHaveTrailers() {
        return committed ? chunked && !finished : exchange.head().version() == HttpVersion.HTTP_1_1;
    }

    @Override public boolean isReady() {
        try {
            return !exchange.output().isPending() || exchange.output().flush(false);
        } catch (IOException e) {
            return true; // the next write fails in the same way, and tells
        }
    }

    @Override public void whenReady(ExchangeTask task) {
        nonBlocking = true;
        whenReady = task;
        exchange.wake();
    }

    /** The task that waits for the socket, or {@code null}. */
    ExchangeTask waiting() {
        return whenReady;
    }

    /** Takes the waiting task to run it. */
    ExchangeTask takeWaiting() {
        ExchangeTask task = whenReady;
        whenReady = null;
        return task;
    }
}
