package io.serval.container.security;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.serval.container.config.ValveConfig;

/**
 * Reads the attributes of Tomcat's authenticator valves ({@code <Valve className="….FormAuthenticator" …/>}) in a
 * {@code Context}: they set how callers are authenticated, not by which mechanism, which is the descriptor's word.
 */
public final class AuthenticatorValve {
    private final ValveConfig valve;
    private final Map<String, String> attributes;

    private AuthenticatorValve(ValveConfig valve) {
        this.valve = valve;
        this.attributes = valve.attributes();
    }

    /** Whether a valve is an authenticator, Tomcat's or one named like it. */
    public static boolean isOne(ValveConfig valve) {
        return Stream.of("Basic", "Digest", "Form", "SSL", "NonLogin")
                .anyMatch(kind -> valve.className().endsWith("." + kind + "Authenticator"));
    }

    /**
     * @param preemptive the {@code preemptiveAuthentication} of the context
     * @throws IllegalArgumentException naming file, line and attribute, if a value is none
     */
    public static AuthenticationSettings settings(ValveConfig valve, boolean preemptive) {
        AuthenticatorValve reader = new AuthenticatorValve(valve);
        try {
            return reader.settings(AuthenticationSettings.DEFAULT, preemptive);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(valve.location() + ": Valve " + valve.className() + ": "
                    + e.getMessage(), e);
        }
    }

    private AuthenticationSettings settings(AuthenticationSettings otherwise, boolean preemptive) {
        return new AuthenticationSettings(
                flag("changeSessionIdOnAuthentication", otherwise.changeSessionId()),
                flag("cache", otherwise.cache()),
                flag("alwaysUseSession", otherwise.alwaysUseSession()),
                flag("disableProxyCaching", otherwise.disableProxyCaching()),
                preemptive,
                number("maxSavePostSize", otherwise.maxSavePostSize()),
                attributes.getOrDefault("landingPage", otherwise.landingPage()),
                charset(otherwise.formCharset()),
                Duration.ofSeconds(number("authenticationSessionTimeout",
                        (int) otherwise.loginSessionTimeout().toSeconds())),
                algorithms(otherwise.digestAlgorithms()),
                Duration.ofMillis(number("nonceValidity", (int) otherwise.nonceValidity().toMillis())),
                number("nonceCacheSize", otherwise.nonceCacheSize()),
                number("transportGuaranteeRedirectStatus", otherwise.redirectStatus()));
    }

    private boolean flag(String name, boolean otherwise) {
        String text = attributes.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(name + " must be true or false, was \"" + text + '"');
        }
        return Boolean.parseBoolean(text);
    }

    private int number(String name, int otherwise) {
        String text = attributes.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, was \"" + text + '"', e);
        }
    }

    private Charset charset(Charset otherwise) {
        String name = attributes.get("characterEncoding");
        try {
            return name == null ? otherwise : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("characterEncoding \"" + name + "\" is unknown; use "
                    + StandardCharsets.UTF_8, e);
        }
    }

    private List<DigestAlgorithm> algorithms(List<DigestAlgorithm> otherwise) {
        String list = attributes.get("algorithms");
        return list == null ? otherwise : Stream.of(list.split(",")).map(AuthenticatorValve::algorithm).toList();
    }

    private static DigestAlgorithm algorithm(String token) {
        DigestAlgorithm known = DigestAlgorithm.of(token.strip());
        if (known == null) {
            throw new IllegalArgumentException("algorithms must be of SHA-512-256, SHA-256 and MD5, was \""
                    + token.strip() + '"');
        }
        return known;
    }
}
