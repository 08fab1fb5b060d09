package io.serval.container.descriptor;

import java.util.Set;

import jakarta.servlet.SessionTrackingMode;

/**
 * The {@code session-config} element.
 *
 * @param timeoutMinutes idle time, 0 or less means never, {@code null} if nothing was said
 * @param cookie         never {@code null}
 * @param trackingModes  empty if nothing was said
 */
public record SessionDeclaration(Integer timeoutMinutes, CookieSettings cookie,
                                 Set<SessionTrackingMode> trackingModes) {
    /** Nothing said. */
    public static final SessionDeclaration NONE = new SessionDeclaration(null, CookieSettings.NONE, Set.of());

    public SessionDeclaration {
        trackingModes = Set.copyOf(trackingModes);
    }
}
