package io.serval.container.config;

import java.util.List;

import io.serval.connector.ConnectorConfig;
import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Connector} element.
 *
 * @param connector    what the connector itself is told
 * @param requests     what the container does with its requests
 * @param executor     name of the {@code Executor} it uses, or {@code null} for threads of its own
 * @param settings     its attributes as they hold, by name
 * @param portLocation where the {@code port} attribute stands, for the message that the port is in use
 * @param location     where the element stands
 */
public record ConnectorElement(ConnectorConfig connector, RequestSettings requests, String executor,
                               List<Setting> settings, SourceLocation portLocation, SourceLocation location) {
    public ConnectorElement {
        settings = List.copyOf(settings);
    }

    /** This connector on another port. */
    public ConnectorElement withPort(int port) {
        return new ConnectorElement(connector.withPort(port), requests, executor, settings, portLocation, location);
    }
}
