package io.serval.connector.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.tls.config.CertificateSource;
import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.tls.config.TlsHost;

/**
 * Holds the contexts in force and replaces those whose files have changed. New connections get the new certificate,
 * existing ones keep theirs. A pair that cannot be used is refused with a warning and the old one stays in force; it is
 * tried again when the files change once more, because certificate and key rarely change in the same instant.
 *
 * <p>{@link #current} is safe for any thread; {@link #check} is called by one thread at a time.
 */
public final class CertificateWatch {
    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration WARNING = Duration.ofDays(14);

    private final Clock clock;
    private final Map<String, Map<Path, Stamp>> seen = new HashMap<>();
    private final Map<String, Instant> warned = new HashMap<>();
    private volatile TlsContexts current;

    /** What tells one content of a file from another. */
    private record Stamp(long modified, long size, Object fileKey) {
        static final Stamp MISSING = new Stamp(0, -1, null);

        static Stamp of(Path file) {
            try {
                BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(facts.lastModifiedTime().toMillis(), facts.size(), facts.fileKey());
            } catch (IOException e) {
                return MISSING;
            }
        }
    }

    /** Loads everything for the first time. @throws GeneralSecurityException when a host cannot be served */
    public CertificateWatch(TlsConfig config, Clock clock) throws IOException, GeneralSecurityException {
        this.clock = clock;
        config.hosts().forEach(host -> seen.put(host.name(), stamps(host)));
        current = TlsContexts.load(config);
        current.all().forEach(this::report);
    }

    TlsContexts current() {
        return current;
    }

    /** The earliest end of any certificate in force. */
    public Instant notAfter() {
        return current.all().stream().flatMap(host -> host.materials().stream()).map(KeyMaterial::notAfter)
                .min(Instant::compareTo).orElseThrow();
    }

    /** Looks at the files and reloads the hosts whose files have changed. */
    public void check() {
        for (HostContext host : current.all()) {
            Map<Path, Stamp> now = stamps(host.host());
            if (!now.equals(seen.put(host.host().name(), now))) {
                reload(host);
            }
            warnOfExpiry(current.find(host.host().name()));
        }
    }

    /** Reloads all hosts, changed or not. */
    public void reloadAll() {
        current.all().forEach(this::reload);
    }

    private void reload(HostContext old) {
        try {
            HostContext fresh = HostContext.load(old.host());
            current = current.with(fresh);
            log.info("TLS host {}: new certificate in force", fresh.host().name());
            report(fresh);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            log.warn("TLS host {}: the changed certificate cannot be used, the one before stays in force: {}. "
                    + "It is tried again when the files change.", old.host().name(), e.getMessage());
        }
    }

    private void report(HostContext host) {
        for (KeyMaterial material : host.materials()) {
            log.info("TLS host {}: {} key, certificate {} valid until {}", host.host().name(),
                    material.key().getAlgorithm(), material.certificate().getSubjectX500Principal(),
                    material.notAfter());
        }
        reportDevelopment(host);
        warnOfExpiry(host);
    }

    private static void reportDevelopment(HostContext host) {
        List<CertificateSource> sources = host.host().certificates();
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i) instanceof CertificateSource.Development) {
                try {
                    log.warn("TLS host {} has a development certificate, made at this start. SHA-256 fingerprint {}. "
                            + "Never use it in production.", host.host().name(), host.materials().get(i).fingerprint());
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("every JDK has SHA-256", e);
                }
            }
        }
    }

    /** Once a day and host. */
    private void warnOfExpiry(HostContext host) {
        Instant now = clock.instant();
        for (KeyMaterial material : host.materials()) {
            String key = host.host().name() + material.key().getAlgorithm();
            boolean soon = material.notAfter().isBefore(now.plus(WARNING));
            if (soon && !warned.getOrDefault(key, Instant.MIN).isAfter(now.minus(Duration.ofDays(1)))) {
                warned.put(key, now);
                log.warn("TLS host {}: the certificate {} ends at {}; put a new one in its place, it is taken up "
                        + "without a restart", host.host().name(), material.origin(), material.notAfter());
            }
        }
    }

    private static Map<Path, Stamp> stamps(TlsHost host) {
        List<Path> files = new ArrayList<>();
        for (CertificateSource source : host.certificates()) {
            if (source instanceof CertificateSource.Pem pem) {
                files.add(pem.certificate());
                files.add(pem.key());
                files.add(pem.chain());
            } else if (source instanceof CertificateSource.StoreFile store) {
                files.add(store.file());
            }
        }
        files.add(host.trust().authorities());
        files.add(host.trust().storeFile());
        files.add(host.trust().revocations());
        Map<Path, Stamp> stamps = new HashMap<>();
        files.stream().filter(Objects::nonNull).forEach(file -> stamps.put(file, Stamp.of(file)));
        return stamps;
    }
}
