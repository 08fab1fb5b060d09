package io.serval.container.servlet;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.WebConnection;

import io.serval.http.UpgradedStream;

/**
 * A connection after an upgrade, as the application uses it (Servlet 6.1 §2.3.3.5). One thread may read while another
 * writes; {@link #close} is for any.
 */
final class WebConnectionImpl implements WebConnection {
    private final UpgradedStream stream;
    private final UpgradeStart owner;
    private final UpgradedInput input;
    private final UpgradedOutput output;
    private final AtomicBoolean closed = new AtomicBoolean();

    WebConnectionImpl(UpgradedStream stream, UpgradeStart owner) {
        this.stream = stream;
        this.owner = owner;
        this.input = new UpgradedInput(stream, this);
        this.output = new UpgradedOutput(stream, this);
    }

    /** The handler's {@code init} has returned: listeners it set are called from now on. */
    void started() {
        input.started();
        output.started();
    }

    UpgradeStart owner() {
        return owner;
    }

    boolean isClosed() {
        return closed.get();
    }

    @Override public ServletInputStream getInputStream() {
        return input;
    }

    @Override public ServletOutputStream getOutputStream() {
        return output;
    }

    @Override public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            stream.close();
        } finally {
            owner.ended();
        }
    }

    /** Closes after a failure that its listener has been told of. */
    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            // The connection is gone, which is what was wanted.
            stream.connection();
        }
    }
}
