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
 * @param strictTransport  value of the field Strict-Transport-Security (RFC 6797), which tells browsers to come by TLS
 *                         only; {@code null} for none, the default, as browsers do not forget it before its time
 */
public record TlsConfig(List<TlsHost> hosts, String defaultHost, Duration handshakeTimeout, Duration watch,
                        String strictTransport) {
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

    /** Without a word on how browsers shall come again. */
    public TlsConfig(List<TlsHost> hosts, String defaultHost, Duration handshakeTimeout, Duration watch) {
        this(hosts, defaultHost, handshakeTimeout, watch, null);
    }

    /** The same with a field Strict-Transport-Security in every response. @param value {@code null} for none */
    public TlsConfig withStrictTransport(String value) {
        return new TlsConfig(hosts, defaultHost, handshakeTimeout, watch, value);
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
