package io.serval.connector.coding;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import io.serval.connector.coding.spi.ContentCoding;
import io.serval.connector.coding.spi.ContentEncoder;

/** A coding that encodes nothing and counts what is open; clients get it only by its name. */
public final class CountingCoding implements ContentCoding {
    public static final String NAME = "x-counting";
    public static final AtomicInteger OPENED = new AtomicInteger();
    public static final AtomicInteger OPEN = new AtomicInteger();
    public static final AtomicInteger CLOSED_CODINGS = new AtomicInteger();

    @Override public String name() {
        return NAME;
    }

    @Override public int preference() {
        return -1;
    }

    @Override public ContentEncoder open() {
        OPENED.incrementAndGet();
        OPEN.incrementAndGet();
        return new ContentEncoder() {
            private boolean closed;

            @Override public void write(byte[] bytes, int offset, int length, Output output) throws IOException {
                output.write(bytes, offset, length);
            }

            @Override public void flush(Output output) { }

            @Override public void finish(Output output) { }

            @Override public void close() {
                if (closed) {
                    throw new IllegalStateException("closed twice");
                }
                closed = true;
                OPEN.decrementAndGet();
            }
        };
    }

    @Override public void close() {
        CLOSED_CODINGS.incrementAndGet();
    }
}
