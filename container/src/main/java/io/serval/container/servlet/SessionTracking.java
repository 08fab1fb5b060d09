package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.Cookie;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.SessionConfig;
import io.serval.container.cookie.CookieParser;
import io.serval.container.descriptor.SessionDeclaration;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HttpExchange;

/**
 * How the session identifiers of an application travel (Servlet 6.1 §7.1): the modes, the name, and what the cookie
 * looks like. Made when the application is configured; immutable.
 */
final class SessionTracking {
    private static final String DEFAULT_COOKIE = "JSESSIONID";
    private static final String DEFAULT_PARAMETER = "jsessionid";

    private final Set<SessionTrackingMode> modes;
    private final String cookieName;
    private final String parameter;
    private final Cookie template;

    SessionTracking(ServletContextImpl context, SessionCookieConfigImpl declared, Set<SessionTrackingMode> modes) {
        SessionConfig config = context.settings().sessions();
        String name = config.cookieName() != null ? config.cookieName() : declared.getName();
        this.modes = modes;
        cookieName = name == null ? DEFAULT_COOKIE : name;
        parameter = ';' + (name == null ? DEFAULT_PARAMETER : name) + '=';
        template = new Cookie(cookieName, "");
        declared.getAttributes().forEach(template::setAttribute);
        // A configuration says true or false; a cookie has them, or has not.
        template.setSecure(declared.isSecure());
        template.setHttpOnly(declared.isHttpOnly());
        if (config.cookieDomain() != null) {
            template.setDomain(config.cookieDomain());
        }
        template.setPath(path(context, config.cookiePath() != null ? config.cookiePath() : declared.getPath()));
        if (context.is(ContextSwitch.USE_HTTP_ONLY)) {
            template.setHttpOnly(true);
        }
        if (context.is(ContextSwitch.USE_PARTITIONED)) {
            template.setAttribute("Partitioned", "");
        }
    }

    private static String path(ServletContextImpl context, String declared) {
        String path = declared != null ? declared : context.getContextPath();
        boolean slash = path.isEmpty()
                || context.is(ContextSwitch.SESSION_COOKIE_PATH_USES_TRAILING_SLASH) && !path.endsWith("/");
        return slash ? path + '/' : path;
    }

    /** What holds if the application sets no modes by program. */
    static Set<SessionTrackingMode> modes(ContextSettings settings, SessionDeclaration declared) {
        if (!settings.sessions().trackingModes().isEmpty()) {
            return checked(settings.sessions().trackingModes());
        }
        return declared.trackingModes().isEmpty() ? defaults(settings) : checked(declared.trackingModes());
    }

    static Set<SessionTrackingMode> defaults(ContextSettings settings) {
        return settings.is(ContextSwitch.COOKIES)
                ? Set.of(SessionTrackingMode.COOKIE, SessionTrackingMode.URL)
                : Set.of(SessionTrackingMode.URL);
    }

    /** @throws IllegalArgumentException if SSL is named together with another mode */
    static Set<SessionTrackingMode> checked(Set<SessionTrackingMode> modes) {
        if (modes.contains(SessionTrackingMode.SSL) && modes.size() > 1) {
            throw new IllegalArgumentException("session tracking by SSL cannot be combined with " + modes);
        }
        return modes.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(modes));
    }

    boolean byCookie() {
        return modes.contains(SessionTrackingMode.COOKIE);
    }

    boolean byUrl() {
        return modes.contains(SessionTrackingMode.URL);
    }

    boolean byTls() {
        return modes.contains(SessionTrackingMode.SSL);
    }

    String cookieName() {
        return cookieName;
    }

    /** The path parameter with its punctuation: {@code ;jsessionid=}. */
    String parameter() {
        return parameter;
    }

    /** All identifiers of sessions that a client sends, by whatever mode is on; those of cookies first. */
    List<String> sentIds(HttpExchange exchange) {
        List<String> ids = new ArrayList<>(2);
        Fields fields = exchange.head().fields();
        if (byCookie() && fields.get(FieldName.COOKIE) != null) {
            for (String line : fields.all("Cookie")) {
                addCookies(line, ids);
            }
        }
        String inPath = byUrl() ? idInPath(exchange.head().target().path()) : null;
        if (inPath != null) {
            ids.add(inPath);
        }
        return ids;
    }

    private void addCookies(String line, List<String> ids) {
        String id = CookieParser.value(line, cookieName, 0);
        for (int i = 1; id != null; i++) {
            ids.add(id);
            id = CookieParser.value(line, cookieName, i);
        }
    }

    /** The identifier in a path as it was sent, or {@code null} if there is none. */
    String idInPath(String path) {
        int start = path.indexOf(parameter);
        if (start < 0) {
            return null;
        }
        int from = start + parameter.length();
        int end = from;
        while (end < path.length() && path.charAt(end) != ';' && path.charAt(end) != '/') {
            end++;
        }
        return path.substring(from, end);
    }

    /** @param secure whether the request came over a secure channel, so that the cookie must go over no other */
    Cookie cookie(String sessionId, boolean secure) {
        Cookie cookie = (Cookie) template.clone();
        cookie.setValue(sessionId);
        if (secure) {
            cookie.setSecure(true);
        }
        return cookie;
    }
}
