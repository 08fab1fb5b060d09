package io.serval.http;

import java.io.IOException;

/** Speaks another protocol on a connection, or a stream, after an upgrade. */
@FunctionalInterface
public interface UpgradeHandler {
    /** Called once on a worker. The stream lives until it is closed, also after this method returned. */
    void upgraded(UpgradedStream stream) throws IOException;
}
