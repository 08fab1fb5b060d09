package io.serval.container.servlet;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionTrackingMode;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.i18n.LocaleCharsets;
import io.serval.container.resource.WebResources;
import io.serval.container.security.SecurityHandler;
import io.serval.container.security.ServletConstraints;
import io.serval.container.session.SessionManager;

/**
 * What the container keeps with a servlet context: what all requests of the application share, and how far its life has
 * come.
 *
 * <p>Configured by the thread that starts the application, in the order of {@link ContextStart}; safe for any thread
 * from then on.
 */
abstract class ContextCore implements ServletContext {
    private final ContextFacts facts;
    private final ServletContextImpl self;
    private final EventListeners listeners = new EventListeners();
    private final Registry registry;
    private final Instances instances;
    private final SessionCookieConfigImpl sessionCookie;
    private final SessionManager sessions;
    private final SecurityDeclarations securityDeclarations;
    private final ErrorPages errorPages;
    private final List<EventListener> addedByInitializers = new ArrayList<>();
    private Set<SessionTrackingMode> trackingModes;
    private boolean listenersReady;
    private ContextPhase phase = ContextPhase.CONFIGURING;
    private SessionTracking tracking;
    private LocaleCharsets localeCharsets;
    private TargetResolver resolver;
    private SecurityHandler security;

    ContextCore(ContextFacts facts) {
        WebAppDescriptor descriptor = facts.descriptor();
        this.facts = facts;
        self = self();
        registry = new Registry(self);
        instances = new Instances(facts.loader(), facts.objects());
        securityDeclarations = new SecurityDeclarations(descriptor.securityConstraints());
        sessionCookie = new SessionCookieConfigImpl(self, descriptor.session().cookie());
        sessions = new SessionManager(self, facts.sessions(), new ListenerSessionEvents(listeners), Clock.systemUTC());
        trackingModes = SessionTracking.modes(facts.settings(), descriptor.session());
        errorPages = new ErrorPages(descriptor.errorPages());
    }

    /** The context itself, for those who want all of it; asked for while it is being made. */
    abstract ServletContextImpl self();

    final ContextSettings settings() {
        return facts.settings();
    }

    public final ContextFacts facts() {
        return facts;
    }

    final boolean is(ContextSwitch which) {
        return facts.settings().is(which);
    }

    final WebResources resources() {
        return facts.resources();
    }

    final Registry registry() {
        return registry;
    }

    final EventListeners listeners() {
        return listeners;
    }

    final Instances instances() {
        return instances;
    }

    public final SessionManager sessions() {
        return sessions;
    }

    public final ErrorPages errorPages() {
        return errorPages;
    }

    final SessionTracking tracking() {
        return tracking;
    }

    final LocaleCharsets localeCharsets() {
        return localeCharsets;
    }

    final SecurityDeclarations securityDeclarations() {
        return securityDeclarations;
    }

    /** All servlets, in the order of their declaration; they do not change once the application runs. */
    public final List<ServletHolder> servlets() {
        return List.copyOf(registry.servlets().values());
    }

    /** What servlets say of their security, with the patterns they are mapped to; complete after the listeners. */
    public final List<ServletConstraints> servletConstraints() {
        return securityDeclarations.constraints(registry);
    }

    /** Roles declared by the descriptor and by program. */
    public final Set<String> roles() {
        Set<String> roles = new LinkedHashSet<>(facts.descriptor().securityRoles());
        roles.addAll(securityDeclarations.roles());
        return roles;
    }

    /** Guards the requests of the application; {@code null} if nothing does. */
    public final SecurityHandler security() {
        return security;
    }

    /** To be set before the first request. */
    public final void security(SecurityHandler handler) {
        security = handler;
    }

    final Path tempDirectory() {
        return facts.tempDirectory().get();
    }

    final ContextPhase phase() {
        return phase;
    }

    final void phase(ContextPhase next) {
        phase = next;
    }

    /** Makes the plans that requests use; the configuration is complete. */
    final void freeze(ServletHolder fallback, ServletHolder pages) {
        registry.servlets().values().forEach(ServletHolder::freeze);
        fallback.freeze();
        pages.freeze();
        // An application that says its encoding means it for all locales that it does not map itself (§5.6).
        localeCharsets = (getResponseCharacterEncoding() == null ? LocaleCharsets.DEFAULT : LocaleCharsets.NONE)
                .with(facts.descriptor().localeEncodings());
        tracking = new SessionTracking(self, sessionCookie, trackingModes);
        resolver = new TargetResolver(self, registry.servletMappings(fallback, pages), registry.filterPlan(),
                registry.servlets(), pages);
    }

    /** What a canonical path below this context leads to, welcome files included. */
    public final DispatchTarget resolve(String path) {
        return resolver.welcome(resolver.resolve(path));
    }

    /**
     * For a request whose path is malformed: what lets the application tell of it.
     *
     * @return {@code null} if it has no page for that status
     */
    public final DispatchTarget refused(int status) {
        return errorPages.find(status) == null ? null : resolver.refused(status);
    }

    /** Whether what {@link #resolve} gives for a path is the same each time: not where a welcome file may come. */
    public final boolean isStable(DispatchTarget target) {
        return resolver.resolve(target.canonicalPath()) == target && !target.isDirectory();
    }

    /** Whether an initializer runs, the only one who may add a {@code ServletContextListener}. */
    final boolean acceptsContextListeners() {
        return !listenersReady;
    }

    /** Takes a listener that was added by program; those of initializers come after the declared ones. */
    final void addProgrammatic(EventListener listener) {
        if (listenersReady) {
            listeners.add(listener);
        } else {
            addedByInitializers.add(listener);
        }
    }

    /** Initializers have run, and the declared listeners stand in their order. */
    final List<EventListener> finishListeners() {
        listenersReady = true;
        addedByInitializers.forEach(listeners::add);
        return addedByInitializers;
    }

    /** @throws IllegalStateException if the application is initialised already */
    final void checkNotStarted(String what) {
        if (phase == ContextPhase.RESTRICTED) {
            throw new UnsupportedOperationException(what + " cannot be set by a listener that is not declared"
                    + " (Servlet 6.1 §4.4)");
        }
        if (phase != ContextPhase.CONFIGURING) {
            throw new IllegalStateException(what + " cannot be set any more: " + this + " is initialised");
        }
    }

    /** @throws UnsupportedOperationException for a listener that is not declared */
    final void checkPluggable() {
        if (phase == ContextPhase.RESTRICTED) {
            throw new UnsupportedOperationException("not available to a listener that is not declared"
                    + " (Servlet 6.1 §4.4)");
        }
    }

    /** The context path, decoded; empty for the root. */
    public final String path() {
        return facts.path();
    }

    final SessionCookieConfigImpl sessionCookie() {
        return sessionCookie;
    }

    final Set<SessionTrackingMode> trackingModes() {
        return trackingModes;
    }

    final void trackingModes(Set<SessionTrackingMode> modes) {
        trackingModes = modes;
    }

    final TargetResolver resolver() {
        return resolver;
    }

    /** Whether paths and names lead somewhere: the application is configured. */
    final boolean isFrozen() {
        return resolver != null;
    }

    /** For messages: {@code application [/shop]}. */
    @Override public final String toString() {
        return "application [" + (facts.path().isEmpty() ? "/" : facts.path()) + ']';
    }
}
