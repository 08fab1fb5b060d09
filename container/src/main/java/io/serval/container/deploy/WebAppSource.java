package io.serval.container.deploy;

import java.nio.file.Path;

import io.serval.container.config.ContextSettings;

/**
 * An application that was found: what is to be assembled.
 *
 * @param name     path and version
 * @param docBase  directory or WAR with its files; {@code null} for an application that has none
 * @param origin   the file or directory an administrator put there, for messages
 * @param settings of its context
 */
public record WebAppSource(ContextName name, Path docBase, Path origin, ContextSettings settings) {
}
