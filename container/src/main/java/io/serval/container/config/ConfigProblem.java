package io.serval.container.config;

import io.serval.container.descriptor.SourceLocation;

/**
 * Something a reader found wrong.
 *
 * @param severity whether the start can go on
 * @param location file, line and column
 * @param message  element and attribute, the value, and what would be valid
 */
public record ConfigProblem(Severity severity, SourceLocation location, String message) {
    /** How bad it is. */
    public enum Severity { WARNING, ERROR }

    /** As {@code file:line:column: message}. */
    @Override public String toString() {
        return location.file().isEmpty() ? message : location + ": " + message;
    }
}
