package io.serval.connector.http2;

import java.util.function.Consumer;

/**
 * What the client may send on all streams together (RFC 9113 §6.9). The window opens as soon as content is here,
 * whoever
 * it is for, so that no stream can hold up another; only when too much of it waits in the whole server it stays shut
 * until some was read. Confined to the loop of its connection.
 */
final class ReceiveWindow {
    private static final int CREDIT_BYTES = 256 * 1024;

    private final Http2Service service;
    private final Http2Output output;
    private final Runnable whenReleased;
    private final Consumer<Boolean> whenHeld;
    private final int size;
    private int unacknowledged;
    private boolean held;

    /**
     * @param whenReleased given to the service to be run when content may come again, on any thread
     * @param whenHeld     told, in the loop, whether the window stays shut
     */
    ReceiveWindow(Http2Service service, Http2Output output, Runnable whenReleased, Consumer<Boolean> whenHeld) {
        this.service = service;
        this.output = output;
        this.whenReleased = whenReleased;
        this.whenHeld = whenHeld;
        this.size = service.settings().connectionWindow();
    }

    /** What a client has without being told (§6.9.2) is widened to what this connection allows. */
    void open() {
        output.windowUpdate(0, size - Frames.DEFAULT_WINDOW);
    }

    /** Content, or padding, has arrived. */
    void received(int bytes) throws Http2Exception {
        unacknowledged += bytes;
        if (unacknowledged > size) {
            throw Http2Exception.connection(ErrorCode.FLOW_CONTROL_ERROR, "more content than the connection allows");
        }
        if (unacknowledged >= Math.min(size / 2, CREDIT_BYTES)) {
            reopen();
        }
    }

    private void reopen() {
        if (service.mayBufferMore()) {
            output.windowUpdate(0, unacknowledged);
            unacknowledged = 0;
        } else if (!held) {
            held = true;
            whenHeld.accept(true);
            service.hold(whenReleased);
        }
    }

    /** Content may come again. In the loop. */
    void released() {
        held = false;
        whenHeld.accept(false);
        if (unacknowledged > 0) {
            reopen();
        }
    }
}
