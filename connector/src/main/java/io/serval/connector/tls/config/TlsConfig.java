package io.serval.connector.tls.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * TLS for a connector.
 *
 * @param hosts            at least one
 * @param defaultHost      name of the host for clients who name none, or one that is not configured
 *                         ({@code defaultSSLHostConfigName}, {@code _default_})
 * @param handshakeTimeout from the accept to the end of the handshake; then the connection is closed
 *                         ({@code handshakeTimeout}, 10 s)
 * @param watch            how often the files are looked at for new certificates; zero means never
 *                         ({@code certificateWatchInterval}, 10 s)
 */
public record TlsConfig(List<TlsHost> hosts, String defaultHost, Duration handshakeTimeout, Duration watch) {
    public TlsConfig {
        hosts = List.copyOf(hosts);
        Set<String> names = new HashSet<>();
        for (TlsHost host : hosts) {
            if (!names.add(host.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("two TLS hosts are named " + host.name());
            }
        }
        if (!names.contains(defaultHost.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the default TLS host " + defaultHost + " is none of " + names);
        }
    }

    /** One host that serves every name. */
    public static TlsConfig of(TlsHost host) {
        return new TlsConfig(List.of(host), host.name(), Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    /** A certificate for {@code localhost} made at start: for development only. */
    public static TlsConfig development() {
        return of(TlsHost.of(new CertificateSource.Development()));
    }
}
