package io.serval.container.servlet;

import java.util.Collection;
import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;

/** A filter as the application configures it. For the thread that starts the application; reading for any. */
final class FilterRegistrationImpl extends ComponentRegistration implements FilterRegistration.Dynamic {
    private final Registry registry;
    private final FilterHolder filter;

    FilterRegistrationImpl(ServletContextImpl context, Registry registry, FilterHolder filter) {
        super(context, filter);
        this.registry = registry;
        this.filter = filter;
    }

    @Override public void addMappingForServletNames(EnumSet<DispatcherType> types, boolean isMatchAfter,
                                                    String... servletNames) {
        checkMapping(servletNames, "servletNames");
        registry.mapByServlet(filter, types, isMatchAfter, servletNames);
    }

    @Override public void addMappingForUrlPatterns(EnumSet<DispatcherType> types, boolean isMatchAfter,
                                                   String... urlPatterns) {
        checkMapping(urlPatterns, "urlPatterns");
        registry.mapByPattern(filter, types, isMatchAfter, urlPatterns);
    }

    private void checkMapping(String[] values, String what) {
        if (values == null || values.length == 0) {
            throw new IllegalArgumentException(what + " must not be null or empty");
        }
        checkNotStarted("mapping");
    }

    @Override public Collection<String> getServletNameMappings() {
        return registry.servletNames(filter);
    }

    @Override public Collection<String> getUrlPatternMappings() {
        return registry.patterns(filter);
    }
}
