package io.serval.container.security;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * How callers prove who they are, beside what {@code login-config} says: the attributes of Tomcat's authenticator
 * valves. Immutable.
 *
 * @param changeSessionId      a session gets a new identifier at login (true)
 * @param cache                the session remembers who logged in (true); with FORM it always does
 * @param alwaysUseSession     a login makes a session if there is none (false; FORM always does)
 * @param disableProxyCaching  answers that needed a login may not be kept by shared caches (true)
 * @param preemptive           credentials are looked at where no constraint asks for them (false)
 * @param maxSavePostSize      bytes of content kept while the login form is shown (4096); 0 keeps none; -1 for no limit
 * @param landingPage          where a login goes that was not asked for by a protected page, below the context
 *                             ({@code /})
 * @param formCharset          of the login form where the request names none (UTF-8)
 * @param loginSessionTimeout  idle time of a session that was only made to show the login form (120 s)
 * @param digestAlgorithms     offered, best first (SHA-256, MD5)
 * @param nonceValidity        how long a nonce is good (5 minutes)
 * @param nonceCacheSize       nonces in use that are remembered (1000)
 * @param redirectStatus       for the way to TLS (302)
 */
public record AuthenticationSettings(boolean changeSessionId, boolean cache, boolean alwaysUseSession,
                                     boolean disableProxyCaching, boolean preemptive, int maxSavePostSize,
                                     String landingPage, Charset formCharset, Duration loginSessionTimeout,
                                     List<DigestAlgorithm> digestAlgorithms, Duration nonceValidity,
                                     int nonceCacheSize, int redirectStatus) {
    /** What holds where nothing is said. */
    public static final AuthenticationSettings DEFAULT = defaults(false);
    /** The same, but credentials are looked at everywhere. */
    public static final AuthenticationSettings PREEMPTIVE = defaults(true);

    private static AuthenticationSettings defaults(boolean preemptive) {
        return new AuthenticationSettings(true, true, false, true, preemptive, 4096, "/", StandardCharsets.UTF_8,
                Duration.ofSeconds(120), List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5),
                Duration.ofMinutes(5), 1000, 302);
    }

    public AuthenticationSettings {
        digestAlgorithms = List.copyOf(digestAlgorithms);
        require(!digestAlgorithms.isEmpty(), "algorithms", "at least one of SHA-512-256, SHA-256, MD5");
        require(landingPage.startsWith("/"), "landingPage", "a path that starts with /");
        require(maxSavePostSize >= -1, "maxSavePostSize", "a number of bytes, or -1 for no limit");
        require(nonceCacheSize > 0, "nonceCacheSize", "a positive number");
        require(nonceValidity.toMillis() > 0, "nonceValidity", "a positive time");
        require(redirectStatus >= 300 && redirectStatus < 400, "transportGuaranteeRedirectStatus", "a 3xx status");
    }

    private static void require(boolean right, String attribute, String valid) {
        if (!right) {
            throw new IllegalArgumentException(attribute + " must be " + valid);
        }
    }
}
