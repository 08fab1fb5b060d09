package io.serval.container.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a client is told of an error where no application has a page of its own: the attributes of Tomcat's
 * {@code ErrorReportValve}. The default shows status, reason and the message of {@code sendError}, and nothing that
 * helps an attacker.
 *
 * @param detail         how much is told (by {@code showReport}: unset {@link Detail#MESSAGE})
 * @param showServerInfo whether name and version of the server stand below (false)
 * @param statusFiles    files with pages by status, {@code errorCode.404}; 0 stands for all others (none)
 * @param exceptionFiles files with pages by the class name of an exception, {@code exceptionType.a.B} (none)
 */
public record ErrorReportSettings(Detail detail, boolean showServerInfo, Map<Integer, Path> statusFiles,
                                  Map<String, Path> exceptionFiles) {
    public static final ErrorReportSettings DEFAULT =
            new ErrorReportSettings(Detail.MESSAGE, false, Map.of(), Map.of());

    public ErrorReportSettings {
        statusFiles = Map.copyOf(statusFiles);
        exceptionFiles = Map.copyOf(exceptionFiles);
    }

    /** How much a page tells. */
    public enum Detail {
        /** Status and reason alone: {@code showReport="false"}. */
        STATUS,
        /** The message that the application gave to {@code sendError}, too. */
        MESSAGE,
        /** Exceptions with their stacks, too: {@code showReport="true"}, for the developer's own machine. */
        STACK
    }
}
