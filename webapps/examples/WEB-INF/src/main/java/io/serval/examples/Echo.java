package io.serval.examples;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * One echo under way. The container calls when there is something to read or room to write, never both at once; each
 * {@code isReady()} that says no is a promise of such a call, so the loop may simply end there.
 */
final class Echo implements ReadListener, WriteListener {
    private final AsyncContext async;
    private final ServletInputStream in;
    private final ServletOutputStream out;
    private final byte[] buffer = new byte[8 << 10];
    private long echoed;
    private boolean over;

    Echo(AsyncContext async, ServletInputStream in, ServletOutputStream out) {
        this.async = async;
        this.in = in;
        this.out = out;
    }

    @Override
    public void onDataAvailable() throws IOException {
        move();
    }

    @Override
    public void onAllDataRead() throws IOException {
        move();
    }

    @Override
    public void onWritePossible() throws IOException {
        move();
    }

    @Override
    public void onError(Throwable clientIsGone) {
        end();
    }

    /** Output first: what has been read must have a place to go. */
    private void move() throws IOException {
        while (!over && out.isReady()) {
            if (in.isFinished() || echoed >= EchoServlet.MOST_BYTES) {
                end();
            } else if (in.isReady()) {
                copy();
            } else {
                return;
            }
        }
    }

    private void copy() throws IOException {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, EchoServlet.MOST_BYTES - echoed));
        if (count > 0) {
            out.write(buffer, 0, count);
            echoed += count;
        }
    }

    private void end() {
        if (!over) {
            over = true;
            async.complete();
        }
    }
}
