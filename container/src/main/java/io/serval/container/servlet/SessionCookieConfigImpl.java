package io.serval.container.servlet;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;

import io.serval.container.descriptor.CookieSettings;

/**
 * How the session cookie looks (Servlet 6.1 §7.1.1). Changed by the thread that starts the application, and never
 * after; reading is safe for any thread.
 */
@SuppressWarnings("removal") // the comment is going from the API, and has to be there as long as it is
final class SessionCookieConfigImpl implements SessionCookieConfig {
    private static final String DOMAIN = "Domain";
    private static final String PATH = "Path";
    private static final String HTTP_ONLY = "HttpOnly";
    private static final String SECURE = "Secure";
    private static final String MAX_AGE = "Max-Age";
    private static final String COMMENT = "Comment";

    private final ServletContextImpl context;
    private final Map<String, String> attributes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String name;

    SessionCookieConfigImpl(ServletContextImpl context, CookieSettings declared) {
        this.context = context;
        name = declared.name();
        attributes.putAll(declared.attributes());
        put(DOMAIN, declared.domain());
        put(PATH, declared.path());
        put(HTTP_ONLY, declared.httpOnly());
        put(SECURE, declared.secure());
        put(MAX_AGE, declared.maxAge());
    }

    private void put(String attribute, Object value) {
        if (value != null) {
            attributes.put(attribute, value.toString());
        }
    }

    private void change(String attribute, Object value) {
        context.checkNotStarted("session cookie");
        if (value == null) {
            attributes.remove(attribute);
        } else {
            attributes.put(attribute, value.toString());
        }
    }

    @Override public void setName(String value) {
        context.checkNotStarted("name of the session cookie");
        name = value;
    }

    @Override public String getName() {
        return name;
    }

    @Override public void setDomain(String domain) {
        change(DOMAIN, domain);
    }

    @Override public String getDomain() {
        return attributes.get(DOMAIN);
    }

    @Override public void setPath(String path) {
        change(PATH, path);
    }

    @Override public String getPath() {
        return attributes.get(PATH);
    }

    @Override public void setComment(String comment) {
        context.checkNotStarted("comment of the session cookie");
    }

    @Override public String getComment() {
        return attributes.get(COMMENT);
    }

    @Override public void setHttpOnly(boolean httpOnly) {
        change(HTTP_ONLY, httpOnly);
    }

    @Override public boolean isHttpOnly() {
        return Boolean.parseBoolean(attributes.get(HTTP_ONLY));
    }

    @Override public void setSecure(boolean secure) {
        change(SECURE, secure);
    }

    @Override public boolean isSecure() {
        return Boolean.parseBoolean(attributes.get(SECURE));
    }

    @Override public void setMaxAge(int maxAge) {
        change(MAX_AGE, maxAge);
    }

    @Override public int getMaxAge() {
        String maxAge = attributes.get(MAX_AGE);
        return maxAge == null ? -1 : Integer.parseInt(maxAge);
    }

    @Override public void setAttribute(String attribute, String value) {
        // The API knows what is a name, and which values are numbers.
        new Cookie("name", "").setAttribute(attribute, value);
        if (MAX_AGE.equalsIgnoreCase(attribute) && value != null) {
            setMaxAge(Integer.parseInt(value));
        } else {
            change(attribute, value);
        }
    }

    @Override public String getAttribute(String attribute) {
        return attributes.get(attribute);
    }

    @Override public Map<String, String> getAttributes() {
        return Collections.unmodifiableMap(attributes);
    }
}
