package io.serval.container.descriptor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code cookie-config} of a session: every component is {@code null} where nothing was said.
 *
 * @param name       name of the cookie
 * @param domain     its Domain attribute
 * @param path       its Path attribute
 * @param httpOnly   its HttpOnly attribute
 * @param secure     its Secure attribute
 * @param maxAge     its Max-Age attribute, in seconds
 * @param attributes further attributes, such as {@code SameSite}; never {@code null}
 */
public record CookieSettings(String name, String domain, String path, Boolean httpOnly, Boolean secure,
                             Integer maxAge, Map<String, String> attributes) {
    public CookieSettings {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** Nothing said. */
    public static final CookieSettings NONE = new CookieSettings(null, null, null, null, null, null, Map.of());
}
