package io.serval.container.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.serval.container.mapping.PathCache;

/** All hosts and applications at one moment. Immutable; replaced as a whole. */
final class RoutingTable {
    private final List<RoutedHost> hosts;
    private final RoutedHost defaultHost;
    private final Map<String, RoutedHost> byName = new HashMap<>();
    private final PathCache<RoutedHost> byAuthority = new PathCache<>(64);

    /** @param defaultHost name of the host for requests that name no other */
    RoutingTable(List<RoutedHost> hosts, String defaultHost) {
        this.hosts = List.copyOf(hosts);
        for (RoutedHost host : hosts) {
            put(host.name(), host);
            host.aliases().forEach(alias -> put(alias, host));
        }
        this.defaultHost = byName.get(lower(defaultHost));
        if (this.defaultHost == null) {
            throw new IllegalArgumentException("default host " + defaultHost + " is none of " + byName.keySet());
        }
    }

    private void put(String name, RoutedHost host) {
        RoutedHost present = byName.putIfAbsent(lower(name), host);
        if (present != null && present != host) {
            throw new IllegalArgumentException("host name " + name + " stands for host " + present.name()
                    + " already; it cannot stand for " + host.name() + " too");
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The host of a request. @param authority host and port as the client wrote them; may be empty */
    RoutedHost host(String authority) {
        if (byName.size() == 1) {
            return defaultHost;
        }
        RoutedHost known = byAuthority.get(authority);
        if (known == null) {
            known = find(authority);
            byAuthority.put(authority, known);
        }
        return known;
    }

    private RoutedHost find(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean port = colon >= 0 && colon > authority.lastIndexOf(']');
        String name = lower(port ? authority.substring(0, colon) : authority);
        RoutedHost host = byName.get(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
        if (host == null && name.indexOf('.') > 0) {
            host = byName.get('*' + name.substring(name.indexOf('.')));
        }
        return host == null ? defaultHost : host;
    }

    /** The host of that name. @throws IllegalArgumentException if there is none */
    RoutedHost named(String name) {
        RoutedHost host = byName.get(lower(name));
        if (host == null) {
            throw new IllegalArgumentException("there is no host " + name + "; there are " + byName.keySet());
        }
        return host;
    }

    List<RoutedHost> hosts() {
        return hosts;
    }

    RoutingTable replacing(RoutedHost old, RoutedHost changed) {
        List<RoutedHost> all = new ArrayList<>(hosts);
        all.set(all.indexOf(old), changed);
        return new RoutingTable(all, defaultHost == old ? changed.name() : defaultHost.name());
    }
}
