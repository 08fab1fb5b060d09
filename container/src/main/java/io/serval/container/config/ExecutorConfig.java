package io.serval.container.config;

import java.util.Objects;

import io.serval.connector.WorkerConfig;
import io.serval.container.descriptor.SourceLocation;

/**
 * An {@code Executor} element: threads that connectors share.
 *
 * @param name       what connectors call it
 * @param namePrefix of the threads ({@code namePrefix}, {@code serval-exec-})
 * @param workers    how many, and of which kind
 * @param location   where the element stands
 */
public record ExecutorConfig(String name, String namePrefix, WorkerConfig workers, SourceLocation location) {
    public ExecutorConfig {
        Objects.requireNonNull(name, "name");
    }
}
