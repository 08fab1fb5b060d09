package io.serval.connector.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.tls.config.TlsHost;

/**
 * The contexts of all hosts of a connector, found by server name: the exact name, else {@code *.} and the rest after
 * the
 * first label, else the default host. Immutable; a reload makes a new one.
 */
final class TlsContexts {
    private final Map<String, HostContext> byName;
    private final HostContext fallback;

    private TlsContexts(Map<String, HostContext> byName, HostContext fallback) {
        this.byName = byName;
        this.fallback = fallback;
    }

    /** Loads every host anew. */
    static TlsContexts load(TlsConfig config) throws IOException, GeneralSecurityException {
        Map<String, HostContext> byName = new HashMap<>();
        for (TlsHost host : config.hosts()) {
            byName.put(key(host.name()), load(host));
        }
        return new TlsContexts(Map.copyOf(byName), byName.get(key(config.defaultHost())));
    }

    private static HostContext load(TlsHost host) throws IOException, GeneralSecurityException {
        try {
            return HostContext.load(host);
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("TLS host " + host.name() + ": " + e.getMessage(), e);
        }
    }

    /** These contexts with one of them exchanged. */
    TlsContexts with(HostContext changed) {
        Map<String, HostContext> copy = new HashMap<>(byName);
        copy.put(key(changed.host().name()), changed);
        boolean isFallback = key(fallback.host().name()).equals(key(changed.host().name()));
        return new TlsContexts(Map.copyOf(copy), isFallback ? changed : fallback);
    }

    /** @param serverName what the client asked for, in lower case, or {@code null} */
    HostContext find(String serverName) {
        if (serverName == null) {
            return fallback;
        }
        HostContext exact = byName.get(serverName);
        if (exact != null) {
            return exact;
        }
        int dot = serverName.indexOf('.');
        HostContext wildcard = dot < 0 ? null : byName.get('*' + serverName.substring(dot));
        return wildcard != null ? wildcard : fallback;
    }

    Collection<HostContext> all() {
        return List.copyOf(byName.values());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
