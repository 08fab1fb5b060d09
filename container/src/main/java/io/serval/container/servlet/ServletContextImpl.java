package io.serval.container.servlet;

import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.EventListener;
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

import io.serval.container.config.ContextSwitch;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.resource.DefaultServlet;

/**
 * What an application sees of itself and of its container (Servlet 6.1 chapter 4).
 *
 * <p>Configured by the thread that starts it, in the order of {@link ContextStart}; from then on configuration methods
 * throw and everything else is safe for any thread.
 */
public final class ServletContextImpl extends ContextCore {
    private final Logger log;
    private final ContextAttributes attributes = new ContextAttributes(this, listeners());
    private final Map<String, String> initParameters = new ConcurrentHashMap<>();
    private final ContextResources files;
    private final ComponentAdder adder;
    private final Registrations registrations;
    private final JspConfigDescriptor jspConfig;
    private final String encodedPath;
    private String requestEncoding;
    private String responseEncoding;

    public ServletContextImpl(ContextFacts facts) {
        super(facts);
        WebAppDescriptor descriptor = facts.descriptor();
        log = LoggerFactory.getLogger("io.serval.container.context" + facts.path().replace('/', '.'));
        files = new ContextResources(facts, log);
        adder = new ComponentAdder(this, registry(), instances());
        registrations = new Registrations(this, registry());
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

    @Override ServletContextImpl self() {
        return this;
    }

    @Override public String getContextPath() {
        return encodedPath;
    }

    @Override public ServletContext getContext(String uripath) {
        if (uripath == null || !uripath.startsWith("/")) {
            return null;
        }
        ServletContext other = facts().neighbours().apply(uripath);
        return other == this || is(ContextSwitch.CROSS_CONTEXT) ? other : null;
    }

    @Override public int getMajorVersion() {
        return 6;
    }

    @Override public int getMinorVersion() {
        return 1;
    }

    @Override public int getEffectiveMajorVersion() {
        return facts().descriptor().majorVersion();
    }

    @Override public int getEffectiveMinorVersion() {
        return facts().descriptor().minorVersion();
    }

    @Override public String getMimeType(String file) {
        return files.mimeType(file);
    }

    @Override public Set<String> getResourcePaths(String path) {
        return files.paths(path);
    }

    @Override public URL getResource(String path) throws MalformedURLException {
        return files.url(path);
    }

    @Override public InputStream getResourceAsStream(String path) {
        return files.open(path);
    }

    @Override public String getRealPath(String path) {
        return files.realPath(path);
    }

    @Override public RequestDispatcher getRequestDispatcher(String path) {
        if (isFrozen()) {
            return RequestDispatcherImpl.forPath(this, path);
        }
        return RequestDispatcherImpl.isPath(this, path)
                ? new EarlyDispatcher(this, () -> RequestDispatcherImpl.forPath(this, path))
                : null;
    }

    @Override public RequestDispatcher getNamedDispatcher(String name) {
        ServletHolder servlet = name == null ? null : registry().servlets().get(name);
        if (servlet == null || !servlet.isEnabled()) {
            return null;
        }
        return !isFrozen()
                ? new EarlyDispatcher(this, () -> RequestDispatcherImpl.named(resolver().named(name)))
                : RequestDispatcherImpl.named(resolver().named(name));
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
        return facts().descriptor().displayName();
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
        return instances().create(type, type.getName());
    }

    @Override public ServletRegistration getServletRegistration(String name) {
        checkPluggable();
        return registrations.servlet(name);
    }

    @Override public Map<String, ? extends ServletRegistration> getServletRegistrations() {
        checkPluggable();
        return registrations.servlets();
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
        return instances().create(type, type.getName());
    }

    @Override public FilterRegistration getFilterRegistration(String name) {
        checkPluggable();
        return registrations.filter(name);
    }

    @Override public Map<String, ? extends FilterRegistration> getFilterRegistrations() {
        checkPluggable();
        return registrations.filters();
    }

    @Override public SessionCookieConfig getSessionCookieConfig() {
        checkPluggable();
        return sessionCookie();
    }

    @Override public void setSessionTrackingModes(Set<SessionTrackingMode> modes) {
        checkNotStarted("session tracking modes");
        trackingModes(SessionTracking.checked(modes));
    }

    @Override public Set<SessionTrackingMode> getDefaultSessionTrackingModes() {
        return SessionTracking.defaults(facts().settings());
    }

    @Override public Set<SessionTrackingMode> getEffectiveSessionTrackingModes() {
        return trackingModes();
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
        return instances().create(type, type.getName());
    }

    @Override public JspConfigDescriptor getJspConfigDescriptor() {
        return jspConfig;
    }

    @Override public ClassLoader getClassLoader() {
        return facts().loader();
    }

    @Override public void declareRoles(String... roleNames) {
        checkNotStarted("roles");
        for (String role : roleNames) {
            securityDeclarations().addRole(Checks.notEmpty(role, "role"));
        }
    }

    @Override public String getVirtualServerName() {
        return facts().hostName();
    }

    @Override public int getSessionTimeout() {
        int seconds = sessions().timeoutSeconds();
        return seconds <= 0 ? 0 : Math.max(1, seconds / 60);
    }

    @Override public void setSessionTimeout(int minutes) {
        checkNotStarted("session timeout");
        sessions().timeoutSeconds(minutes <= 0 ? 0 : Math.multiplyExact(minutes, 60));
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
}
