package io.serval.connector.coding;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.function.Supplier;

import io.serval.connector.coding.spi.ContentCoding;
import io.serval.connector.coding.spi.ContentEncoder;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.RequestHead;
import io.serval.http.ResponseContent;

/**
 * The response as a handler sees it where compression is on: collects content until the response is committed, then
 * decides whether it is encoded, and passes it on to the response that frames it. A flush puts out everything written
 * before it, encoded or not. For the owner of the exchange; serves one exchange after another.
 */
public final class CodedResponse implements ResponseContent {
    private static final int KEPT_BYTES = 32 * 1024;
    private static final byte[] NOTHING = {};

    private enum State {
        /** Nothing is committed, content collects here. */
        OPEN,
        /** Content goes on as it is. */
        PLAIN,
        /** Content goes on encoded. */
        CODED,
        /** The answer to a HEAD request whose GET would be encoded: fields and no content. */
        HEAD_ONLY
    }

    private final ContentCodings codings;
    private final RequestHead request;
    private final ResponseContent plain;
    private final ContentEncoder.Output output;
    private State state = State.OPEN;
    private byte[] collected = NOTHING;
    private int length;
    private long written;
    private long declared = -1;
    private ContentEncoder encoder;

    /** @param plain where everything goes in the end */
    public CodedResponse(ContentCodings codings, RequestHead request, ResponseContent plain) {
        this.codings = codings;
        this.request = request;
        this.plain = plain;
        this.output = plain::write;
    }

    /** Forgets the response; memory of unusual size is let go. */
    public void reset() {
        bypass();
        state = State.OPEN;
        if (collected.length > KEPT_BYTES) {
            collected = NOTHING;
        }
    }

    /** The connector answers by itself: what was collected is dropped, and everything goes on as it is. */
    public void bypass() {
        state = State.PLAIN;
        length = 0;
        written = 0;
        declared = -1;
        closeEncoder();
    }

    private void closeEncoder() {
        if (encoder != null) {
            codings.end(encoder);
            encoder = null;
        }
    }

    // What goes in

    @Override public void write(byte[] source, int offset, int count) throws IOException {
        checkNotFinished();
        if (state == State.OPEN) {
            if (length + count <= plain.bufferSize()) {
                collect(source, offset, count);
                return;
            }
            commit(false);
        }
        pass(source, offset, count);
    }

    private void checkNotFinished() throws IOException {
        if (plain.isFinished()) {
            throw new IOException("the response is finished");
        }
    }

    private void collect(byte[] source, int offset, int count) {
        if (length + count > collected.length) {
            int larger = Math.min(plain.bufferSize(), Math.max(1_024, collected.length * 4));
            collected = Arrays.copyOf(collected, Math.max(larger, length + count));
        }
        System.arraycopy(source, offset, collected, length, count);
        length += count;
        written += count;
    }

    private void pass(byte[] source, int offset, int count) throws IOException {
        int allowed = (int) allowed(count);
        written += count;
        switch (state) {
            case PLAIN -> plain.write(source, offset, count);
            case CODED -> {
                if (allowed > 0) {
                    encoder.write(source, offset, allowed, output);
                }
            }
            case HEAD_ONLY -> { }
            case OPEN -> throw new IllegalStateException("content goes nowhere before the commit");
        }
    }

    /** No more is sent than was declared. */
    private long allowed(long count) {
        return declared < 0 ? count : Math.max(0, Math.min(count, declared - written));
    }

    /** A file goes the shortest way only where no coding was agreed on: that is worth more than a copy saved. */
    @Override public void transferFrom(FileChannel file, long position, long count) throws IOException {
        checkNotFinished();
        commit(false);
        switch (state) {
            case PLAIN -> {
                plain.transferFrom(file, position, count);
                written += count;
            }
            case CODED -> ResponseContent.super.transferFrom(file, position, count);
            case HEAD_ONLY -> written += count;
            case OPEN -> throw new IllegalStateException("a file goes nowhere before the commit");
        }
    }

    // What comes of it

    /** Decides, and passes on what was collected. @param last whether all content is here */
    private void commit(boolean last) throws IOException {
        if (state != State.OPEN) {
            return;
        }
        String field = plain.fields().get(FieldName.CONTENT_LENGTH);
        long known = field != null ? Long.parseLong(field.strip()) : last ? written : -1;
        ContentCoding coding = codings.choose(request, plain, known);
        if (coding == null) {
            state = State.PLAIN;
        } else if (request.method().equals("HEAD")) {
            state = State.HEAD_ONLY;
        } else {
            state = State.CODED;
            declared = field != null ? known : -1;
            encoder = codings.begin(coding);
        }
        int count = length;
        length = 0;
        written -= count;
        pass(collected, 0, count);
    }

    @Override public void flush() throws IOException {
        if (plain.isFinished()) {
            return;
        }
        commit(false);
        if (state == State.CODED) {
            encoder.flush(output);
        }
        plain.flush();
    }

    @Override public void finish() throws IOException {
        if (plain.isFinished()) {
            return;
        }
        commit(true);
        switch (state) {
            case CODED -> finishCoded();
            case HEAD_ONLY -> plain.flush(); // else it would be told as empty
            case PLAIN, OPEN -> { }
        }
        plain.finish();
    }

    private void finishCoded() throws IOException {
        if (declared > written) {
            throw new IOException("the response ends after " + written + " bytes of content, fewer than the "
                    + declared + " its Content-Length declared");
        }
        encoder.finish(output);
        closeEncoder();
    }

    @Override public boolean isCommitted() {
        return state != State.OPEN || plain.isCommitted();
    }

    @Override public boolean isFinished() {
        return plain.isFinished();
    }

    @Override public long written() {
        return written;
    }

    // What passes through

    @Override public int status() {
        return plain.status();
    }

    @Override public void status(int code) {
        checkNotCommitted();
        plain.status(code);
    }

    private void checkNotCommitted() {
        if (isCommitted()) {
            throw new IllegalStateException("the response is committed");
        }
    }

    @Override public HeaderFields fields() {
        return plain.fields();
    }

    @Override public int bufferSize() {
        return plain.bufferSize();
    }

    @Override public void bufferSize(int bytes) {
        if (isCommitted() || written > 0) {
            throw new IllegalStateException("the buffer size can only be set before content is written");
        }
        plain.bufferSize(bytes);
    }

    @Override public void resetBuffer() {
        checkNotCommitted();
        plain.resetBuffer();
        length = 0;
        written = 0;
    }

    @Override public void trailers(Supplier<Fields> trailers) {
        plain.trailers(trailers);
    }

    @Override public boolean canHaveTrailers() {
        return plain.canHaveTrailers();
    }

    @Override public boolean isReady() {
        return plain.isReady();
    }

    @Override public void whenReady(ExchangeTask task) {
        plain.whenReady(task);
    }
}
