package io.serval.connector.http1;

import java.io.IOException;
import java.nio.channels.FileChannel;

import io.serval.connector.exchange.ProtocolResponse;
import io.serval.http.Fields;
import io.serval.http.HttpVersion;

/**
 * The response to a request over HTTP/1.x. Content collects until the response is committed: then its framing is
 * decided, the head is written, and both go out together. For the owner of the exchange.
 */
final class Http1Response extends ProtocolResponse {
    private final Http1Exchange exchange;
    private final ResponseFraming framing = new ResponseFraming();
    private final HeadSink head = new HeadSink(512);
    private boolean headPending;
    private boolean chunked;

    Http1Response(Http1Exchange exchange) {
        this.exchange = exchange;
    }

    /** Forgets the response; what is framed is still to be sent. */
    @Override protected void reset() {
        super.reset();
        headPending = false;
        chunked = false;
        framing.begin();
    }

    /** Gives up what was not sent. */
    void discard() {
        framing.clear();
    }

    @Override protected boolean isHead() {
        return exchange.isHead();
    }

    @Override protected int collected() {
        return framing.collected();
    }

    @Override protected void keepCollected(int bytes) {
        if (bytes == 0) {
            framing.dropCollected();
        } else {
            framing.truncateCollected(bytes);
        }
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
        if (framing.collected() + count <= bufferSize()) {
            framing.append(source, offset, count);
            return;
        }
        commit(false);
        if (!isWithoutContent()) {
            boolean block = blocks();
            framing.send(takeHead(), source, offset, (int) Math.min(count, room(length)), exchange.output(), block);
            if (block) {
                exchange.passOn();
            } else {
                exchange.countOut();
                haveRestSent();
            }
        }
    }

    /** What a write that does not block left behind is sent by the exchange, though nobody may ask for it. */
    private void haveRestSent() {
        if (isNonBlocking() && exchange.output().isPending()) {
            exchange.wake();
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
        if (!isFinished()) {
            commit(false);
            framing.frame(takeHead());
        }
        if (!send(blocks())) {
            haveRestSent();
        }
    }

    @Override public void finish() throws IOException {
        if (isFinished()) {
            return;
        }
        commit(true);
        finished();
        framing.frameLast(takeHead(), trailerLines());
        exchange.responseFinished();
        if (exchange.hasNextRequest()) {
            framing.holdFramed(exchange.output());
        } else {
            send(false);
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

    /** Passes the collected responses of earlier requests to the socket, before a wait. */
    void sendBeforeWait() throws IOException {
        if (hasUnsent()) {
            send(blocks());
        }
    }

    private boolean blocks() {
        return !isNonBlocking() && exchange.mayBlock();
    }

    /** Decides how the content is framed, and writes the head. */
    private void commit(boolean last) throws IOException {
        if (isCommitted()) {
            return;
        }
        decide(last);
        boolean framed = declared() >= 0 || isWithoutContent();
        chunked = declared() < 0 && mayHaveContent() && exchange.head().version() == HttpVersion.HTTP_1_1;
        framing.chunked(chunked && !isWithoutContent());
        exchange.writeHead(head, chunked ? ResponseHeadWriter.CHUNKED : declared(), chunked || framed);
        committed();
        headPending = true;
    }

    /** Whether a response with this status to another method than HEAD has content. */
    private boolean mayHaveContent() {
        int status = status();
        return status >= 200 && status != 204 && status != 304;
    }

    private HeadSink takeHead() {
        boolean pending = headPending;
        headPending = false;
        return pending ? head : null;
    }

    private HeadSink trailerLines() throws IOException {
        Fields section = chunked && !isWithoutContent() ? trailerSection() : null;
        if (section == null) {
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
        if (isCommitted() || exchange.head().version() != HttpVersion.HTTP_1_1) {
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

    @Override public boolean canHaveTrailers() {
        return isCommitted() ? chunked && !isFinished() : exchange.head().version() == HttpVersion.HTTP_1_1;
    }

    @Override public boolean isReady() {
        try {
            return !exchange.output().isPending() || exchange.output().flush(false);
        } catch (IOException e) {
            return true; // the next write fails in the same way, and tells
        }
    }
}
