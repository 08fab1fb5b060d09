package io.serval.container.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import io.serval.connector.tls.config.CertificateSource;
import io.serval.connector.tls.config.TlsConfig;
import io.serval.connector.tls.config.TlsHost;
import io.serval.connector.tls.config.TlsHost.ClientCertificates;
import io.serval.connector.tls.config.TlsHost.Trust;
import io.serval.container.xml.Element;

/**
 * Reads what a {@code Connector} says about TLS: {@code SSLHostConfig} and {@code Certificate} elements, or
 * {@code certificate="dev"} for a certificate made at start. Files are relative to the base.
 */
final class TlsBinder extends Binder {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration WATCH = Duration.ofSeconds(10);
    private static final int LONGEST_CHAIN = 100;
    private static final List<String> HOST_SETTLED = List.of("className", "disableCompression",
            "insecureRenegotiation", "sslProtocol", "keyManagerAlgorithm", "truststoreProvider", "groups");
    private static final List<String> HOST_LATER = List.of("caCertificatePath", "certificateRevocationListPath",
            "cipherSuites", "ocspEnabled", "ocspSoftFail", "ocspTimeout", "ocspVerifyFlags", "trustManagerClassName",
            "disableSessionTickets", "truststoreAlgorithm");

    private static final int YEAR_SECONDS = 31_536_000;

    private final Path base;

    /** @param base what file names are relative to */
    TlsBinder(ConfigProblems problems, Path base) {
        super(problems);
        this.base = base;
    }

    /** Whether a connector is to speak TLS. */
    static boolean isAskedFor(Element connector) {
        return "true".equalsIgnoreCase(connector.attribute("SSLEnabled")) || connector.attribute("certificate") != null
                || connector.children().stream().anyMatch(each -> each.name().equals("SSLHostConfig"));
    }

    /** @return what the connector says, or {@code null} if that cannot be used, which is reported then */
    TlsConfig bind(Element written, AttributeReader attributes) {
        Element old = OldTlsAttributes.host(written, attributes);
        Element connector = old == null ? written : written.plus(List.of(old));
        List<TlsHost> hosts = new ArrayList<>();
        if (attributes.has("certificate")) {
            addIfThere(hosts, development(attributes));
        }
        for (Element child : connector.children()) {
            if (child.name().equals("SSLHostConfig")) {
                addIfThere(hosts, host(child));
            }
        }
        String defaultHost = attributes.text("defaultSSLHostConfigName", TlsHost.DEFAULT_NAME);
        Duration handshake = attributes.millis("handshakeTimeout", HANDSHAKE);
        Duration watch = attributes.millis("certificateWatchInterval", WATCH);
        String strict = strictTransport(attributes);
        try {
            return checked(connector, hosts) ? new TlsConfig(hosts, defaultHost, handshake, watch, strict) : null;
        } catch (IllegalArgumentException e) {
            problems.error(connector.location(), "TLS of Connector: " + e.getMessage());
            return null;
        }
    }

    /** The attributes of Tomcat's HttpHeaderSecurityFilter. @return {@code null} unless asked for */
    private static String strictTransport(AttributeReader attributes) {
        boolean wanted = attributes.flag("hstsEnabled", false);
        long seconds = attributes.number("hstsMaxAgeSeconds", YEAR_SECONDS, 0, Integer.MAX_VALUE);
        boolean subdomains = attributes.flag("hstsIncludeSubDomains", false);
        boolean preload = attributes.flag("hstsPreload", false);
        return !wanted ? null : "max-age=" + seconds + (subdomains ? "; includeSubDomains" : "")
                + (preload ? "; preload" : "");
    }

    private boolean checked(Element connector, List<TlsHost> hosts) {
        boolean said = connector.children().stream().anyMatch(each -> each.name().equals("SSLHostConfig"));
        if (hosts.isEmpty() && !said && connector.attribute("certificate") == null) {
            problems.error(connector.locationOf("SSLEnabled"),
                    "a Connector with SSLEnabled needs an SSLHostConfig with "
                    + "a Certificate, or certificate=\"dev\" for one that is made at start");
        }
        return !hosts.isEmpty();
    }

    private static TlsHost development(AttributeReader attributes) {
        if (attributes.text("certificate", "").equals("dev")) {
            return TlsHost.of(new CertificateSource.Development());
        }
        attributes.error("certificate", "must be dev; files are named by a Certificate in an SSLHostConfig");
        return null;
    }

    private TlsHost host(Element element) {
        List<CertificateSource> certificates = new ArrayList<>();
        for (Element child : element.children()) {
            switch (child.name()) {
                case "Certificate" -> addIfThere(certificates, certificate(child));
                case "OpenSSLConf" -> laterChild(child);
                default -> unknownChild(element, child, List.of("Certificate", "OpenSSLConf"));
            }
        }
        AttributeReader attributes = attributes(element);
        boolean failed = element.children().stream().anyMatch(each -> each.name().equals("Certificate"));
        if (certificates.isEmpty()) {
            if (!failed) {
                problems.error(element.location(), "SSLHostConfig needs a Certificate");
            }
            return null;
        }
        try {
            return new TlsHost(attributes.text("hostName", TlsHost.DEFAULT_NAME), protocols(attributes),
                    ciphers(attributes), attributes.flag("honorCipherOrder", false), verification(attributes),
                    trust(attributes), attributes.number("sessionCacheSize", 0, 0, Integer.MAX_VALUE),
                    Duration.ofSeconds(attributes.number("sessionTimeout", 86_400, 0, Integer.MAX_VALUE)),
                    certificates);
        } catch (IllegalArgumentException e) {
            problems.error(element.location(), "SSLHostConfig: " + e.getMessage());
            return null;
        } finally {
            attributes.accept(HOST_SETTLED);
            attributes.later(HOST_LATER);
            attributes.finish();
        }
    }

    /** {@code all} is both versions that are safe; {@code +} and {@code -} before names are understood. */
    private static List<String> protocols(AttributeReader attributes) {
        List<String> chosen = new ArrayList<>();
        for (String each : attributes.text("protocols", "all").split("[,\\s]+|(?=[+-])")) {
            String name = each.replaceFirst("^[+-]", "");
            if (name.equalsIgnoreCase("all")) {
                chosen.addAll(List.of("TLSv1.3", "TLSv1.2"));
            } else if (each.startsWith("-")) {
                chosen.remove(name);
            } else if (Set.of("TLSv1.2", "TLSv1.3").contains(name) && !chosen.contains(name)) {
                chosen.add(name);
            } else if (!name.isEmpty() && !chosen.contains(name)) {
                attributes.error("protocols", "may name TLSv1.2 and TLSv1.3");
            }
        }
        return chosen;
    }

    /** Names of cipher suites as the JDK has them; expressions in the manner of OpenSSL are left to its choice. */
    private List<String> ciphers(AttributeReader attributes) {
        String text = attributes.text("ciphers", "");
        List<String> names = Stream.of(text.split("[,\\s:]+")).filter(each -> !each.isEmpty()).toList();
        if (names.stream().allMatch(each -> each.startsWith("TLS_"))) {
            return names;
        }
        attributes.warn("ciphers", "has names that are not those of the JDK, such as TLS_AES_128_GCM_SHA256; its safe "
                + "choice is used");
        return List.of();
    }

    private static ClientCertificates verification(AttributeReader attributes) {
        String wanted = attributes.text("certificateVerification", "none");
        return switch (wanted.toLowerCase(Locale.ROOT)) {
            case "none", "false" -> ClientCertificates.NONE;
            case "optional", "optionalnoca", "want" -> ClientCertificates.OPTIONAL;
            case "required", "true" -> ClientCertificates.REQUIRED;
            default -> {
                attributes.error("certificateVerification", "must be none, optional or required");
                yield ClientCertificates.REQUIRED;
            }
        };
    }

    private Trust trust(AttributeReader attributes) {
        return new Trust(path(attributes, "caCertificateFile"), path(attributes, "truststoreFile"),
                attributes.text("truststoreType", null), password(attributes, "truststorePassword"), null,
                path(attributes, "certificateRevocationListFile"), attributes.flag("revocationEnabled", false),
                attributes.number("certificateVerificationDepth", Trust.JDK.maxDepth(), 0, LONGEST_CHAIN));
    }

    private CertificateSource certificate(Element element) {
        AttributeReader attributes = attributes(element);
        try {
            if (attributes.has("certificateFile")) {
                return new CertificateSource.Pem(path(attributes, "certificateFile"),
                        path(attributes, "certificateKeyFile"), path(attributes, "certificateChainFile"),
                        password(attributes, "certificateKeyPassword"));
            }
            if (attributes.has("certificateKeystoreFile")) {
                return new CertificateSource.StoreFile(path(attributes, "certificateKeystoreFile"),
                        attributes.text("certificateKeystoreType", null),
                        storePassword(attributes), attributes.text("certificateKeyAlias", null),
                        password(attributes, "certificateKeyPassword"));
            }
            problems.error(element.location(), "Certificate needs certificateFile and certificateKeyFile (PEM), or "
                    + "certificateKeystoreFile");
            return null;
        } finally {
            attributes.accept(List.of("type", "certificateKeystoreProvider"));
            attributes.finish();
        }
    }

    /** Tomcat's default where nothing is said. */
    private char[] storePassword(AttributeReader attributes) {
        char[] password = password(attributes, "certificateKeystorePassword");
        return password != null ? password : "changeit".toCharArray();
    }

    private Path path(AttributeReader attributes, String name) {
        String text = attributes.text(name, null);
        return text == null ? null : base.resolve(text);
    }

    private static char[] characters(AttributeReader attributes, String name) {
        String text = attributes.text(name, null);
        return text == null ? null : text.toCharArray();
    }

    /** A password, or the first line of the file that an attribute of its name and {@code File} names. */
    private char[] password(AttributeReader attributes, String name) {
        Path file = path(attributes, name + "File");
        if (file == null) {
            return characters(attributes, name);
        }
        try {
            return Files.readString(file).lines().findFirst().orElse("").toCharArray();
        } catch (IOException e) {
            attributes.error(name + "File", "cannot be read (" + e + ')');
            return null;
        }
    }
}
