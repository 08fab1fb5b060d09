package io.serval.container.startup;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code serval.sh} asks of the program. */
enum Command {
    /** Serves in this process until it is told to stop. */
    RUN,
    /** The same; the script has put the process into the background. */
    START,
    /** Sends the shutdown command to the server of the base. */
    STOP,
    /** Tells whether a server runs on the base. */
    STATUS,
    /** Reads the configuration and reports. */
    CONFIGTEST,
    /** Looks applications over without starting them, and reports. */
    CHECK,
    /** Asks the running server for its slow requests. */
    SLOWLOG,
    /** Tells versions. */
    VERSION;

    static Optional<Command> of(String word) {
        return Stream.of(values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word)).findFirst();
    }
}
