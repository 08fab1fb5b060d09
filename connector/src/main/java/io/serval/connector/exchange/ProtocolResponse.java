package io.serval.connector.exchange;

import java.io.IOException;
import java.util.function.Supplier;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpExchange.ExchangeTask;
import io.serval.http.ResponseContent;

/**
 * The rules that responses of every protocol keep: what may be changed until the commit, how much of what a handler
 * writes is content, and what the commit decides (RFC 9110 §6.4.1, §8.6). How it is framed and sent is the protocol's.
 * For the owner of the exchange.
 */
public abstract class ProtocolResponse implements ResponseContent {
    /** The size that servlet containers customarily give the response buffer. */
    protected static final int BUFFER_BYTES = 8 * 1024;
    protected static final byte[] NOTHING = {};

    private final HeaderFields fields = new HeaderFields();
    private int status = 200;
    private int bufferSize = BUFFER_BYTES;
    private long written;
    private long declared = -1;
    private boolean committed;
    private boolean finished;
    private boolean withoutContent;
    private boolean nonBlocking;
    private Supplier<Fields> trailers;
    private volatile ExchangeTask whenReady;

    /** Whether the request allows no content in its response. */
    protected abstract boolean isHead();

    /** How much content waits for the commit. */
    protected abstract int collected();

    /** Drops all but the first bytes of what waits for the commit. */
    protected abstract void keepCollected(int bytes);

    /** A waiting task was set: the exchange looks at it when it sleeps. */
    protected abstract void wake();

    /** Forgets the response, so that another may follow. */
    protected void reset() {
        fields.clear();
        status = 200;
        bufferSize = BUFFER_BYTES;
        written = 0;
        declared = -1;
        committed = false;
        finished = false;
        withoutContent = false;
        nonBlocking = false;
        trailers = null;
        whenReady = null;
    }

    // Until the commit

    @Override public final int status() {
        return status;
    }

    @Override public final void status(int code) {
        checkNotCommitted();
        status = code;
    }

    @Override public final HeaderFields fields() {
        return fields;
    }

    @Override public final boolean isCommitted() {
        return committed;
    }

    @Override public final boolean isFinished() {
        return finished;
    }

    @Override public final int bufferSize() {
        return bufferSize;
    }

    @Override public final void bufferSize(int bytes) {
        if (committed || written > 0) {
            throw new IllegalStateException("the buffer size can only be set before content is written");
        }
        bufferSize = Math.max(bytes, BUFFER_BYTES);
    }

    @Override public final void resetBuffer() {
        checkNotCommitted();
        keepCollected(0);
        written = 0;
    }

    private void checkNotCommitted() {
        if (committed) {
            throw new IllegalStateException("the response is committed");
        }
    }

    protected final void checkNotFinished() throws IOException {
        if (finished) {
            throw new IOException("the response is finished");
        }
    }

    @Override public final void trailers(Supplier<Fields> supplier) {
        if (finished || committed && !canHaveTrailers()) {
            throw new IllegalStateException("it is too late for trailers: the response is "
                    + (finished ? "finished" : "committed, and framed without"));
        }
        trailers = supplier;
    }

    protected final boolean hasTrailers() {
        return trailers != null;
    }

    /** @return the trailer section, {@code null} if there is none or it is empty */
    protected final Fields trailerSection() {
        Fields section = trailers == null ? null : trailers.get();
        return section == null || section.size() == 0 ? null : section;
    }

    // Content

    @Override public final long written() {
        return written;
    }

    /** Counts content. @return how much of it is to be sent: nothing to HEAD, and no more than was declared */
    protected final long count(long length) {
        long allowed = committed ? room(0) : isHead() ? 0 : length;
        written += length;
        return Math.min(length, allowed);
    }

    /** How much content may still be sent, apart from the last {@code counted} bytes. */
    protected final long room(long counted) {
        if (withoutContent) {
            return 0;
        }
        return declared < 0 ? Long.MAX_VALUE : Math.max(0, declared - written + counted);
    }

    // The commit

    /** Decides, as far as that is the same everywhere. @param last whether all content is here */
    protected final void decide(boolean last) {
        boolean never = status == 204 || status < 200;
        withoutContent = never || status == 304 || isHead();
        declared = never ? -1 : declaredLength(last);
        if (status == 204) {
            fields.remove(FieldName.CONTENT_LENGTH);
        }
        if (withoutContent) {
            keepCollected(0);
        } else if (declared >= 0 && collected() > declared) {
            keepCollected((int) declared);                  // more would be content of nothing
        }
    }

    private long declaredLength(boolean last) {
        String length = fields.get(FieldName.CONTENT_LENGTH);
        if (length != null) {
            return Long.parseLong(length.strip());
        }
        return last && trailers == null && status != 304 ? written : -1;
    }

    /** The head is on its way. */
    protected final void committed() {
        committed = true;
    }

    /** The length the head declares, or -1. */
    protected final long declared() {
        return declared;
    }

    /** Whether nothing but the head is sent; known from {@link #decide} on. */
    protected final boolean isWithoutContent() {
        return withoutContent;
    }

    /** All content was written. @throws IOException if that is less than was declared */
    protected final void finished() throws IOException {
        if (!withoutContent && declared > written) {
            throw new IOException("the response ends after " + written + " bytes of content, fewer than the "
                    + declared + " its content-length declares");
        }
        finished = true;
    }

    // Without a thread

    @Override public final void whenReady(ExchangeTask task) {
        nonBlocking = true;
        whenReady = task;
        wake();
    }

    /** Whether the exchange writes without blocking, so that what the client does not take is to be sent later. */
    public final boolean isNonBlocking() {
        return nonBlocking;
    }

    /** The task that waits until a write would not wait, or {@code null}. */
    public final ExchangeTask waiting() {
        return whenReady;
    }

    /** Takes the waiting task to run it. */
    public final ExchangeTask takeWaiting() {
        ExchangeTask task = whenReady;
        whenReady = null;
        return task;
    }
}
