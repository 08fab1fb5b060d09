package io.serval.container.startup;

import java.io.IOException;

import io.serval.container.PortException;
import io.serval.container.config.ConfigException;

/** Says why a start failed, in words that lead to the remedy. */
final class StartFailure {
    private StartFailure() {
    }

    /** Whether the message tells all there is to know, so that a stack trace would only hide it. */
    static boolean isExplained(Throwable failure) {
        return failure instanceof StartException || failure instanceof ConfigException
                || failure instanceof PortException || failure instanceof IOException;
    }

    static String explain(Throwable failure) {
        return failure instanceof IOException ? failure.toString() : failure.getMessage();
    }
}
