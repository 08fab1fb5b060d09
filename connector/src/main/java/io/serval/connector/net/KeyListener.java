package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What is attached to a selection key. Called by the loop. */
interface KeyListener {
    /** The channel is ready for these operations. */
    void onReady(int operations) throws IOException;

    /** The channel was registered, also when that was done anew with another selector. */
    void registered(SelectionKey key);

    /** {@link #onReady} failed. */
    void onFailure(Throwable cause);
}
