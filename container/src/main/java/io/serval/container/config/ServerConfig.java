package io.serval.container.config;

import java.util.List;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Server} element, the whole of {@code server.xml}.
 *
 * @param port            where the shutdown command is awaited ({@code port}, 8005); -1 for nowhere
 * @param address         of that port ({@code address}, {@code localhost})
 * @param shutdown        the command ({@code shutdown}, {@code SHUTDOWN})
 * @param strict          warnings about the file fail the start ({@code strictConfig}, false)
 * @param listeners       in declared order
 * @param globalResources {@code GlobalNamingResources}
 * @param services        at least one to be of use
 * @param location        where the element stands
 */
public record ServerConfig(int port, String address, String shutdown, boolean strict, List<ListenerConfig> listeners,
                           List<NamingConfig> globalResources, List<ServiceConfig> services,
                           SourceLocation location) {
    public ServerConfig {
        if (port < -1 || port > 65_535 || port == 0) {
            throw new IllegalArgumentException("port must be between 1 and 65535, or -1 for none, was " + port);
        }
        listeners = List.copyOf(listeners);
        globalResources = List.copyOf(globalResources);
        services = List.copyOf(services);
    }
}
