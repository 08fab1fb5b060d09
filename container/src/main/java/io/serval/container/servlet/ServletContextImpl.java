package io.serval.container.servlet;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.EventListener;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.descriptor.JspConfigDescriptor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.i18n.LocaleCharsets;
import io.serval.container.resource.DefaultServlet;
import io.serval.container.resource.WebResource;
import io.serval.container.resource.WebResources;
import io.serval.container.security.SecurityHandler;
import io.serval.container.security.ServletConstraints;
import io.serval.container.session.SessionManager;

/**
 * What an application sees of itself and of its container (Servlet 6.1 chapter 4), and where the container keeps what
 * all its requests share.
 *
 * <p>Configured by the thread that starts it, in the order of {@link ContextStart}; from then on configuration methods
 * throw and everything else is safe for any thread.
 */
public final class ServletContextImpl implements ServletContext {
    private final ContextFacts facts;
    private final Logger log;
    private final EventListeners listeners = new EventListeners();
    private final ContextAttributes attributes = new ContextAttributes(this, listeners);
    private final Map<String, String> initParameters = new ConcurrentHashMap<>();
    private final Registry registry = new Registry(this);
    private final ComponentAdder adder;
    private final Instances instances;
    private final SessionCookieConfigImpl sessionCookie;
    private final SessionManager sessions;
    private final SecurityDeclarations securityDeclarations;
    private final LocaleCharsets localeCharsets;
    private final ErrorPages errorPages;
    private final JspConfigDescriptor jspConfig;
    private Set<SessionTrackingMode> trackingModes;
    private String requestEncoding;
    private String responseEncoding;
    private String encodedPath;
    private final List<EventListener> addedByInitializers = new ArrayList<>();
    private boolean listenersReady;
    private ContextPhase phase = ContextPhase.CONFIGURING;
    private SessionTracking tracking;
    private TargetResolver resolver;
    private SecurityHandler security;

    public ServletContextImpl(ContextFacts facts) {
        WebAppDescriptor descriptor = facts.descriptor();
        this.facts = facts;
        log = LoggerFactory.getLogger("io.serval.container.context" + facts.path().replace('/', '.'));
        instances = new Instances(facts.loader(), facts.objects());
        adder = new ComponentAdder(this, registry, instances);
        securityDeclarations = new SecurityDeclarations(descriptor.securityConstraints());
        sessionCookie = new SessionCookieConfigImpl(this, descriptor.session().cookie());
        sessions = new SessionManager(this, facts.sessions(), new ListenerSessionEvents(listeners), Clock.systemUTC());
        trackingModes = SessionTracking.modes(facts.settings(), descriptor.session());
        localeCharsets = LocaleCharsets.DEFAULT.with(descriptor.localeEncodings());
        errorPages = new ErrorPages(descriptor.errorPages());
        jspConfig = JspConfigImpl.of(descriptor);
        requestEncoding = descriptor.requestCharacterEncoding();
        responseEncoding = descriptor.responseCharacterEncoding();
        encodedPath = UriText.encodePath(facts.path());
        initParameters.putAll(descriptor.contextParams());
        facts.settings().parameters().forEach(parameter -> {
            if (parameter.override()) {
                initParameters.putIfAbsent(parameter.name(), parameter.value());
            } else {
                initParameters.put(parameter.name(), parameter.value());
            }
        });
        if (descriptor.orderedLibs() != null) {
            attributes.setReadOnly(ORDERED_LIBS, descriptor.orderedLibs());
        }
        attributes.setReadOnly(DefaultServlet.RESOURCES_ATTRIBUTE, facts.resources());
    }

    ContextSettings settings() {
        return facts.settings();
    }

    public ContextFacts facts() {
        return facts;
    }

    boolean is(ContextSwitch which) {
        return facts.settings().is(which);
    }

    WebResources resources() {
        return facts.resources();
    }

    Registry registry() {
        return registry;
    }

    EventListeners listeners() {
        return listeners;
    }

    Instances instances() {
        return instances;
    }

    public SessionManager sessions() {
        return sessions;
    }

    public ErrorPages errorPages() {
        return errorPages;
    }

    SessionTracking tracking() {
        return tracking;
    }

    LocaleCharsets localeCharsets() {
        return localeCharsets;
    }

    SecurityDeclarations securityDeclarations() {
        return securityDeclarations;
    }

    /** What servlets say of their security, with the patterns they are mapped to; complete after the listeners. */
    public List<ServletConstraints> servletConstraints() {
        return securityDeclarations.constraints(registry);
    }

    /** Roles declared by the descriptor and by program. */
    public Set<String> roles() {
        Set<String> roles = new LinkedHashSet<>(facts.descriptor().securityRoles());
        roles.addAll(securityDeclarations.roles());
        return roles;
    }

    /** Guards the requests of the application; {@code null} if nothing does. */
    public SecurityHandler security() {
        return security;
    }

    /** To be set before the first request. */
    public void security(SecurityHandler handler) {
        security = handler;
    }

    Path tempDirectory() {
        return facts.tempDirectory().get();
    }

    ContextPhase phase() {
        return phase;
    }

    void phase(ContextPhase next) {
        phase = next;
    }

    /** Makes the plans that requests use; the configuration is complete. */
    void freeze(ServletHolder fallback, ServletHolder pages) {
        registry.servlets().values().forEach(ServletHolder::freeze);
        fallback.freeze();
        pages.freeze();
        tracking = new SessionTracking(this, sessionCookie, trackingModes);
        resolver = new TargetResolver(this, registry.servletMappings(fallback, pages), registry.filterPlan(),
                registry.servlets(), pages);
    }

    /** What a canonical path below this context leads to, welcome files included. */
    public DispatchTarget resolve(String path) {
        return resolver.welcome(resolver.resolve(path));
    }

    /**
     * For a request whose path is malformed: what lets the application tell of it.
     *
     * @return {@code null} if it has no page for that status
     */
    public DispatchTarget refused(int status) {
        return errorPages.find(status) == null ? null : resolver.refused(status);
    }

    /** Whether what {@link #resolve} gives for a path is the same each time: not where a welcome file may come. */
    public boolean isStable(DispatchTarget target) {
        return resolver.resolve(target.canonicalPath()) == target && !target.isDirectory();
    }

    /** Whether an initializer runs, the only one who may add a {@code ServletContextListener}. */
    boolean acceptsContextListeners() {
        return !listenersReady;
    }

    /** Takes a listener that was added by program; those of initializers come after the declared ones. */
    void addProgrammatic(EventListener listener) {
        if (listenersReady) {
            listeners.add(listener);
        } else {
            addedByInitializers.add(listener);
        }
    }

    /** Initializers have run, and the declared listeners stand in their order. */
    List<EventListener> finishListeners() {
        listenersReady = true;
        addedByInitializers.forEach(listeners::add);
        return addedByInitializers;
    }

    /** @throws IllegalStateException if the application is initialised already */
    void checkNotStarted(String what) {
        if (phase == ContextPhase.RESTRICTED) {
            throw new UnsupportedOperationException(what + " cannot be set by a listener that is not declared"
                    + " (Servlet 6.1 §4.4)");
        }
        if (phase != ContextPhase.CONFIGURING) {
            throw new IllegalStateException(what + " cannot be set any more: " + this + " is initialised");
        }
    }

    private void checkPluggable() {
        if (phase == ContextPhase.RESTRICTED) {
            throw new UnsupportedOperationException("not available to a listener that is not declared"
                    + " (Servlet 6.1 §4.4)");
        }
    }

    @Override public String getContextPath() {
        return encodedPath;
    }

    /** The context path, decoded; empty for the root. */
    public String path() {
        return facts.path();
    }

    @Override public ServletContext getContext(String uripath) {
        if (uripath == null || !uripath.startsWith("/")) {
            return null;
        }
        ServletContext other = facts.neighbours().apply(uripath);
        return other == this || is(ContextSwitch.CROSS_CONTEXT) ? other : null;
    }

    @Override public int getMajorVersion() {
        return 6;
    }

    @Override public int getMinorVersion() {
        return 1;
    }

    @Override public int getEffectiveMajorVersion() {
        return facts.descriptor().majorVersion();
    }

    @Override public int getEffectiveMinorVersion() {
        return facts.descriptor().minorVersion();
    }

    @Override public String getMimeType(String file) {
        int dot = file == null ? -1 : file.lastIndexOf('.');
        if (dot < 0) {
            return null;
        }
        String extension = file.substring(dot + 1);
        Map<String, String> declared = facts.descriptor().mimeMappings();
        String type = declared.get(extension);
        if (type == null) {
            type = declared.get(extension.toLowerCase(Locale.ROOT));
        }
        return type != null ? type : facts.mimeTypes().apply(extension);
    }

    @Override public Set<String> getResourcePaths(String path) {
        if (path == null) {
            return null;
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a resource path starts with /, was " + path);
        }
        List<String> paths = resources().list(path);
        return paths.isEmpty() ? null : new LinkedHashSet<>(paths);
    }

    @Override public URL getResource(String path) throws MalformedURLException {
        if (path == null || !path.startsWith("/")) {
            throw new MalformedURLException("a resource path starts with /, was " + path);
        }
        return resources().get(path).url();
    }

    @Override public InputStream getResourceAsStream(String path) {
        if (path == null || !path.startsWith("/")) {
            return null;
        }
        WebResource resource = resources().get(path);
        try {
            return resource.isFile() ? resource.open() : null;
        } catch (IOException e) {
            log.debug("Resource {} cannot be opened", path, e);
            return null;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of a path that is not there, where it would be if the application is a directory: applications ask before they
     * make one. A path that ends with a slash is given with one.
     */
    @Override public String getRealPath(String path) {
        if (path == null) {
            return null;
        }
        Path file = RealPath.of(resources(), path.startsWith("/") ? path : '/' + path);
        if (file == null) {
            return null;
        }
        boolean slash = path.endsWith("/") && !file.toString().endsWith(File.separator);
        return slash ? file + File.separator : file.toString();
    }

    @Override public RequestDispatcher getRequestDispatcher(String path) {
        if (resolver != null) {
            return RequestDispatcherImpl.forPath(this, path);
        }
        return RequestDispatcherImpl.isPath(this, path)
                ? new EarlyDispatcher(this, () -> RequestDispatcherImpl.forPath(this, path))
                : null;
    }

    @Override public RequestDispatcher getNamedDispatcher(String name) {
        ServletHolder servlet = name == null ? null : registry.servlets().get(name);
        if (servlet == null || !servlet.isEnabled()) {
            return null;
        }
        return resolver == null
                ? new EarlyDispatcher(this, () -> RequestDispatcherImpl.named(resolver.named(name)))
                : RequestDispatcherImpl.named(resolver.named(name));
    }

    /** Whether paths and names lead somewhere: the application is configured. */
    boolean isFrozen() {
        return resolver != null;
    }

    @Override public void log(String message) {
        log.info("{}", message);
    }

    @Override public void log(String message, Throwable throwable) {
        log.error("{}", message, throwable);
    }

    @Override public String getServerInfo() {
        return ServerInfo.NAME;
    }

    @Override public String getInitParameter(String name) {
        return initParameters.get(Checks.notNull(name, "name"));
    }

    @Override public Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(new ArrayList<>(initParameters.keySet()));
    }

    @Override public boolean setInitParameter(String name, String value) {
        Checks.notNull(name, "name");
        checkNotStarted("init parameter of the context");
        return initParameters.putIfAbsent(name, value) == null;
    }

    @Override public Object getAttribute(String name) {
        Checks.notNull(name, "name");
        Object value = attributes.get(name);
        if (value == null && name.equals(TEMPDIR)) {
            value = tempDirectory().toFile();
            attributes.setReadOnly(TEMPDIR, value);
        }
        return value;
    }

    @Override public Enumeration<String> getAttributeNames() {
        getAttribute(TEMPDIR);
        return attributes.names();
    }

    @Override public void setAttribute(String name, Object value) {
        Checks.notNull(name, "name");
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.set(name, value);
        }
    }

    @Override public void removeAttribute(String name) {
        attributes.remove(name);
    }

    void clearAttributes() {
        attributes.clear();
    }

    @Override public String getServletContextName() {
        return facts.descriptor().displayName();
    }

    @Override public ServletRegistration.Dynamic addServlet(String name, String className) {
        return adder.servlet(name, className);
    }

    @Override public ServletRegistration.Dynamic addServlet(String name, Servlet servlet) {
        return adder.servlet(name, servlet);
    }

    @Override public ServletRegistration.Dynamic addServlet(String name, Class<? extends Servlet> type) {
        return adder.servlet(name, type);
    }

    @Override public ServletRegistration.Dynamic addJspFile(String name, String jspFile) {
        return adder.jspFile(name, jspFile);
    }

    @Override public <T extends Servlet> T createServlet(Class<T> type) throws ServletException {
        checkPluggable();
        return instances.create(type, type.getName());
    }

    @Override public ServletRegistration getServletRegistration(String name) {
        checkPluggable();
        ServletHolder servlet = registry.servlets().get(name);
        return servlet == null ? null : new ServletRegistrationImpl(this, registry, servlet);
    }

    @Override public Map<String, ? extends ServletRegistration> getServletRegistrations() {
        checkPluggable();
        Map<String, ServletRegistration> all = new LinkedHashMap<>();
        registry.servlets().forEach((name, each) -> all.put(name, new ServletRegistrationImpl(this, registry, each)));
        return all;
    }

    @Override public FilterRegistration.Dynamic addFilter(String name, String className) {
        return adder.filter(name, className);
    }

    @Override public FilterRegistration.Dynamic addFilter(String name, Filter filter) {
        return adder.filter(name, filter);
    }

    @Override public FilterRegistration.Dynamic addFilter(String name, Class<? extends Filter> type) {
        return adder.filter(name, type);
    }

    @Override public <T extends Filter> T createFilter(Class<T> type) throws ServletException {
        checkPluggable();
        return instances.create(type, type.getName());
    }

    @Override public FilterRegistration getFilterRegistration(String name) {
        checkPluggable();
        FilterHolder filter = registry.filters().get(name);
        return filter == null ? null : new FilterRegistrationImpl(this, registry, filter);
    }

    @Override public Map<String, ? extends FilterRegistration> getFilterRegistrations() {
        checkPluggable();
        Map<String, FilterRegistration> all = new LinkedHashMap<>();
        registry.filters().forEach((name, each) -> all.put(name, new FilterRegistrationImpl(this, registry, each)));
        return all;
    }

    @Override public SessionCookieConfig getSessionCookieConfig() {
        checkPluggable();
        return sessionCookie;
    }

    @Override public void setSessionTrackingModes(Set<SessionTrackingMode> modes) {
        checkNotStarted("session tracking modes");
        trackingModes = SessionTracking.checked(modes);
    }

    @Override public Set<SessionTrackingMode> getDefaultSessionTrackingModes() {
        return SessionTracking.defaults(facts.settings());
    }

    @Override public Set<SessionTrackingMode> getEffectiveSessionTrackingModes() {
        return trackingModes;
    }

    @Override public void addListener(String className) {
        adder.listener(className);
    }

    @Override public <T extends EventListener> void addListener(T listener) {
        adder.listener(listener);
    }

    @Override public void addListener(Class<? extends EventListener> type) {
        adder.listener(type);
    }

    @Override public <T extends EventListener> T createListener(Class<T> type) throws ServletException {
        checkPluggable();
        adder.checkListener(type);
        return instances.create(type, type.getName());
    }

    @Override public JspConfigDescriptor getJspConfigDescriptor() {
        return jspConfig;
    }

    @Override public ClassLoader getClassLoader() {
        return facts.loader();
    }

    @Override public void declareRoles(String... roleNames) {
        checkNotStarted("roles");
        for (String role : roleNames) {
            securityDeclarations.addRole(Checks.notEmpty(role, "role"));
        }
    }

    @Override public String getVirtualServerName() {
        return facts.hostName();
    }

    @Override public int getSessionTimeout() {
        int seconds = sessions.timeoutSeconds();
        return seconds <= 0 ? 0 : Math.max(1, seconds / 60);
    }

    @Override public void setSessionTimeout(int minutes) {
        checkNotStarted("session timeout");
        sessions.timeoutSeconds(minutes <= 0 ? 0 : Math.multiplyExact(minutes, 60));
    }

    @Override public String getRequestCharacterEncoding() {
        return requestEncoding;
    }

    @Override public void setRequestCharacterEncoding(String encoding) {
        checkNotStarted("request character encoding");
        requestEncoding = encoding;
    }

    @Override public String getResponseCharacterEncoding() {
        return responseEncoding;
    }

    @Override public void setResponseCharacterEncoding(String encoding) {
        checkNotStarted("response character encoding");
        responseEncoding = encoding;
    }

    /** For messages: {@code application [/shop]}. */
    @Override public String toString() {
        return "application [" + (facts.path().isEmpty() ? "/" : facts.path()) + ']';
    }
}
