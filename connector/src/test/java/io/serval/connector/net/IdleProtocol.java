package io.serval.connector.net;

import java.io.IOException;

/** A protocol that does nothing, for tests to add to. */
class IdleProtocol implements Protocol {
    @Override public void onReadable() throws IOException { }

    @Override public void onWritable() { }

    @Override public void onHandedBack() { }

    @Override public void onDeadline(long now) { }

    @Override public void onAwaited(boolean ready) { }

    @Override public void onClosed() { }

    @Override public boolean isIdle() {
        return true;
    }
}
