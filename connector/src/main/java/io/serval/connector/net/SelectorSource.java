package io.serval.connector.net;

import java.io.IOException;
import java.nio.channels.Selector;

/** Opens selectors; tests put in selectors with faults. */
@FunctionalInterface
public interface SelectorSource {
    /** The selectors of the JVM. */
    SelectorSource SYSTEM = Selector::open;

    Selector open() throws IOException;
}
