package io.serval.container.config;

import java.util.List;

import io.serval.container.descriptor.SourceLocation;

/**
 * An {@code Engine} element: the virtual hosts of a service.
 *
 * @param name        {@code Catalina} as a rule; names the directory {@code conf/<engine>/<host>}
 * @param defaultHost name of the host for requests that name no other
 * @param jvmRoute    appended to session identifiers, for load balancers; {@code null} for none
 * @param hosts       in declared order, the default host among them
 * @param realm       or {@code null} for none
 * @param valves      in the order of the chain
 * @param listeners   in declared order
 * @param location    where the element stands
 */
public record EngineConfig(String name, String defaultHost, String jvmRoute, List<HostConfig> hosts, RealmConfig realm,
                           List<ValveConfig> valves, List<ListenerConfig> listeners, SourceLocation location) {
    public EngineConfig {
        hosts = List.copyOf(hosts);
        valves = List.copyOf(valves);
        listeners = List.copyOf(listeners);
    }
}
