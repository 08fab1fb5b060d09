package io.serval.container.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.serval.container.xml.Element;

/** Reads what a {@code Context}, its {@code Manager} and its {@code CookieProcessor} say about sessions and cookies. */
final class SessionBinder extends Binder {
    SessionBinder(ConfigProblems problems) {
        super(problems);
    }

    /** The attributes of the {@code Context} itself. */
    static SessionConfig context(AttributeReader attributes, SessionConfig base) {
        return new SessionConfig(attributes.text("sessionCookieName", base.cookieName()),
                attributes.text("sessionCookieDomain", base.cookieDomain()),
                attributes.text("sessionCookiePath", base.cookiePath()), base.sameSite(), base.maxActiveSessions(),
                base.idLength(), base.timeoutSeconds(), base.store(), base.trackingModes(), base.lastAccessAtStart());
    }

    SessionConfig manager(Element element, SessionConfig base) {
        AttributeReader attributes = attributes(element);
        SessionConfig config = new SessionConfig(base.cookieName(), base.cookieDomain(), base.cookiePath(),
                base.sameSite(), attributes.limit("maxActiveSessions", base.maxActiveSessions(), -1),
                sessionIdLength(element, attributes.number("sessionIdLength", base.idLength(), 16, 128)),
                base.timeoutSeconds(), attributes.text("pathname", base.store()), base.trackingModes(),
                attributes.flag("sessionLastAccessAtStart", base.lastAccessAtStart()));
        checkClass(element, attributes);
        attributes.accept(List.of("processExpiresFrequency", "secureRandomClass", "secureRandomProvider",
                "secureRandomAlgorithm", "sessionActivityCheck"));
        attributes.later(List.of("persistAuthentication", "sessionAttributeNameFilter",
                "sessionAttributeValueClassNameFilter", "warnOnSessionAttributeFilterFailure",
                        "notifyAttributeListenerOnUnchangedValue",
                "notifyBindingListenerOnUnchangedValue"));
        attributes.finish();
        return config;
    }

    /** A generator inside the manager may say it too; that is the usual place. */
    private int sessionIdLength(Element manager, int otherwise) {
        int length = otherwise;
        for (Element child : manager.children()) {
            if (child.name().equals("SessionIdGenerator")) {
                length = attributes(child).number("sessionIdLength", otherwise, 16, 128);
            } else {
                laterChild(child);
            }
        }
        return length;
    }

    SessionConfig cookies(Element element, SessionConfig base) {
        AttributeReader attributes = attributes(element);
        String sameSite = attributes.text("sameSiteCookies", base.sameSite()).toLowerCase(Locale.ROOT);
        if (!Set.of("unset", "none", "lax", "strict").contains(sameSite)) {
            attributes.error("sameSiteCookies", "must be unset, none, lax or strict");
            sameSite = base.sameSite();
        }
        checkClass(element, attributes);
        attributes.later(List.of("partitioned", "cookiesWithoutEquals"));
        attributes.finish();
        return new SessionConfig(base.cookieName(), base.cookieDomain(), base.cookiePath(), sameSite,
                base.maxActiveSessions(), base.idLength(), base.timeoutSeconds(), base.store(), base.trackingModes(),
                base.lastAccessAtStart());
    }
}
