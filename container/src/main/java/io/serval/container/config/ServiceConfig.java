package io.serval.container.config;

import java.time.Duration;
import java.util.List;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Service} element: connectors in front of one engine.
 *
 * @param name              {@code Catalina} as a rule
 * @param gracefulStopAwait how long requests may run on when the server stops ({@code gracefulStopAwaitMillis}, 20 s)
 * @param drainDelay        how long it serves on before that, while health checks say that it is not ready
 *                          ({@code drainDelayMillis}, 0)
 * @param executors         threads that connectors share
 * @param connectors        in declared order
 * @param engine            what they are in front of
 * @param listeners         in declared order
 * @param location          where the element stands
 */
public record ServiceConfig(String name, Duration gracefulStopAwait, Duration drainDelay,
                            List<ExecutorConfig> executors, List<ConnectorElement> connectors, EngineConfig engine,
                            List<ListenerConfig> listeners, SourceLocation location) {
    public ServiceConfig {
        if (gracefulStopAwait.isNegative()) {
            throw new IllegalArgumentException("gracefulStopAwaitMillis must not be negative, was "
                    + gracefulStopAwait.toMillis());
        }
        executors = List.copyOf(executors);
        connectors = List.copyOf(connectors);
        listeners = List.copyOf(listeners);
    }
}
