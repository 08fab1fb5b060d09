package io.serval.container.config;

import java.util.Set;

import jakarta.servlet.SessionTrackingMode;

/**
 * The session attributes of a {@code Context}, and its {@code Manager} and {@code CookieProcessor} elements. What is
 * said here wins over {@code session-config} of {@code web.xml}; {@code null} leaves it to that.
 *
 * @param cookieName        {@code sessionCookieName}, or {@code null}
 * @param cookieDomain      {@code sessionCookieDomain}, or {@code null}
 * @param cookiePath        {@code sessionCookiePath}, or {@code null}
 * @param sameSite          for every cookie ({@code sameSiteCookies} of the {@code CookieProcessor}): {@code lax},
 *                          {@code none}, {@code strict}, or {@code unset}
 * @param maxActiveSessions most sessions; creating one more fails ({@code maxActiveSessions}, -1 for any number)
 * @param idLength          random bytes of an identifier ({@code sessionIdLength}, 16, the least)
 * @param timeoutSeconds    idle time, 0 or less for ever; {@code null} for {@code web.xml}; only by program
 * @param store             file that keeps sessions over a restart ({@code pathname}), relative to the work directory;
 *                          empty for none
 * @param trackingModes     only by program; empty for {@code web.xml}
 * @param lastAccessAtStart whether a session was last accessed when a request with it began, and not when it ended
 *                          ({@code sessionLastAccessAtStart}, true as Servlet 6.1 §7.6 has it)
 */
public record SessionConfig(String cookieName, String cookieDomain, String cookiePath, String sameSite,
                            int maxActiveSessions, int idLength, Integer timeoutSeconds, String store,
                            Set<SessionTrackingMode> trackingModes, boolean lastAccessAtStart) {
    public static final SessionConfig DEFAULT =
            new SessionConfig(null, null, null, "unset", -1, 16, null, "", Set.of(), true);

    public SessionConfig {
        if (maxActiveSessions < -1) {
            throw new IllegalArgumentException("maxActiveSessions must be at least -1, was " + maxActiveSessions);
        }
        if (idLength < 16 || idLength > 128) {
            throw new IllegalArgumentException("sessionIdLength must be between 16 and 128, was " + idLength);
        }
        if (!Set.of("unset", "lax", "none", "strict").contains(sameSite)) {
            throw new IllegalArgumentException(
                    "sameSiteCookies must be unset, lax, none or strict, was \"" + sameSite + '"');
        }
        trackingModes = Set.copyOf(trackingModes);
    }

    public SessionConfig withTimeoutSeconds(Integer seconds) {
        return new SessionConfig(cookieName, cookieDomain, cookiePath, sameSite, maxActiveSessions, idLength, seconds,
                store, trackingModes, lastAccessAtStart);
    }

    public SessionConfig withLastAccessAtStart(boolean value) {
        return new SessionConfig(cookieName, cookieDomain, cookiePath, sameSite, maxActiveSessions, idLength,
                timeoutSeconds, store, trackingModes, value);
    }

    public SessionConfig withStore(String file) {
        return new SessionConfig(cookieName, cookieDomain, cookiePath, sameSite, maxActiveSessions, idLength,
                timeoutSeconds, file, trackingModes, lastAccessAtStart);
    }

    public SessionConfig withTrackingModes(Set<SessionTrackingMode> modes) {
        return new SessionConfig(cookieName, cookieDomain, cookiePath, sameSite, maxActiveSessions, idLength,
                timeoutSeconds, store, modes, lastAccessAtStart);
    }
}
