package io.serval.container.servlet;

import java.util.Collection;
import java.util.Set;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletSecurityElement;

/** A servlet as the application configures it. For the thread that starts the application; reading for any. */
final class ServletRegistrationImpl extends ComponentRegistration implements ServletRegistration.Dynamic {
    private final ServletContextImpl context;
    private final Registry registry;
    private final ServletHolder servlet;

    ServletRegistrationImpl(ServletContextImpl context, Registry registry, ServletHolder servlet) {
        super(context, servlet);
        this.context = context;
        this.registry = registry;
        this.servlet = servlet;
    }

    @Override public Set<String> addMapping(String... urlPatterns) {
        if (urlPatterns == null || urlPatterns.length == 0) {
            throw new IllegalArgumentException("urlPatterns must not be null or empty");
        }
        checkNotStarted("mapping");
        return registry.map(servlet, urlPatterns);
    }

    @Override public Collection<String> getMappings() {
        return registry.patterns(servlet);
    }

    @Override public String getRunAsRole() {
        return servlet.runAs();
    }

    @Override public void setLoadOnStartup(int order) {
        checkNotStarted("loadOnStartup");
        servlet.loadOnStartup(order);
    }

    @Override public Set<String> setServletSecurity(ServletSecurityElement constraint) {
        Checks.notNullArgument(constraint, "constraint");
        checkNotStarted("servlet security");
        return context.securityDeclarations().set(servlet, constraint, registry.patterns(servlet));
    }

    @Override public void setMultipartConfig(MultipartConfigElement multipartConfig) {
        Checks.notNullArgument(multipartConfig, "multipartConfig");
        checkNotStarted("multipart configuration");
        servlet.multipart(multipartConfig);
    }

    @Override public void setRunAsRole(String roleName) {
        Checks.notNullArgument(roleName, "roleName");
        checkNotStarted("run-as role");
        servlet.runAs(roleName);
    }
}
