package io.serval.container.servlet;

import java.util.EventListener;

import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.RunAs;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletSecurityElement;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.ServletSecurity;

/** Adds servlets, filters and listeners by program (Servlet 6.1 §4.4). For the thread that starts the application. */
final class ComponentAdder {
    private final ServletContextImpl context;
    private final Registry registry;
    private final Instances instances;

    ComponentAdder(ServletContextImpl context, Registry registry, Instances instances) {
        this.context = context;
        this.registry = registry;
        this.instances = instances;
    }

    /** @return {@code null} if a servlet of that name is there already */
    ServletRegistration.Dynamic servlet(String name, String className) {
        ServletHolder holder = newServlet(name);
        if (holder == null) {
            return null;
        }
        holder.className(className);
        try {
            applyAnnotations(holder, instances.load(Servlet.class, className, name));
        } catch (ServletException e) {
            // The class may be made available later; if it never is, the servlet fails when it is created.
            context.log("Annotations of servlet [" + name + "] are not looked at: " + e.getMessage());
        }
        return new ServletRegistrationImpl(context, registry, holder);
    }

    ServletRegistration.Dynamic servlet(String name, Class<? extends Servlet> type) {
        ServletHolder holder = newServlet(name);
        if (holder == null) {
            return null;
        }
        holder.type(type);
        applyAnnotations(holder, type);
        return new ServletRegistrationImpl(context, registry, holder);
    }

    ServletRegistration.Dynamic servlet(String name, Servlet servlet) {
        checkServletName(name);
        for (ServletHolder each : registry.servlets().values()) {
            if (each.isInstance(servlet)) {
                return null;
            }
        }
        ServletHolder holder = newServlet(name);
        if (holder == null) {
            return null;
        }
        holder.instance(servlet);
        applyAnnotations(holder, servlet.getClass());
        return new ServletRegistrationImpl(context, registry, holder);
    }

    ServletRegistration.Dynamic jspFile(String name, String jspFile) {
        Checks.notEmpty(jspFile, "jspFile");
        ServletHolder holder = newServlet(name);
        if (holder == null) {
            return null;
        }
        holder.jspFile(jspFile);
        return new ServletRegistrationImpl(context, registry, holder);
    }

    private ServletHolder newServlet(String name) {
        checkServletName(name);
        return registry.addServlet(name);
    }

    private void checkServletName(String name) {
        Checks.notEmpty(name, "name of a servlet");
        context.checkNotStarted("servlet [" + name + "]");
    }

    private void applyAnnotations(ServletHolder holder, Class<? extends Servlet> type) {
        MultipartConfig multipart = type.getAnnotation(MultipartConfig.class);
        if (multipart != null && holder.multipart() == null) {
            holder.multipart(new MultipartConfigElement(multipart));
        }
        RunAs runAs = type.getAnnotation(RunAs.class);
        if (runAs != null && holder.runAs() == null) {
            holder.runAs(runAs.value());
        }
        DeclareRoles roles = type.getAnnotation(DeclareRoles.class);
        if (roles != null) {
            context.declareRoles(roles.value());
        }
        ServletSecurity security = type.getAnnotation(ServletSecurity.class);
        if (security != null && !context.securityDeclarations().has(holder)) {
            context.securityDeclarations().set(holder, new ServletSecurityElement(security), registry.patterns(holder));
        }
    }

    FilterRegistration.Dynamic filter(String name, String className) {
        FilterHolder holder = newFilter(name);
        if (holder != null) {
            holder.className(className);
        }
        return registration(holder);
    }

    FilterRegistration.Dynamic filter(String name, Class<? extends Filter> type) {
        FilterHolder holder = newFilter(name);
        if (holder != null) {
            holder.type(type);
        }
        return registration(holder);
    }

    FilterRegistration.Dynamic filter(String name, Filter filter) {
        checkFilterName(name);
        for (FilterHolder each : registry.filters().values()) {
            if (each.isInstance(filter)) {
                return null;
            }
        }
        FilterHolder holder = newFilter(name);
        if (holder != null) {
            holder.instance(filter);
        }
        return registration(holder);
    }

    private FilterHolder newFilter(String name) {
        checkFilterName(name);
        return registry.addFilter(name);
    }

    private void checkFilterName(String name) {
        Checks.notEmpty(name, "name of a filter");
        context.checkNotStarted("filter [" + name + "]");
    }

    private FilterRegistration.Dynamic registration(FilterHolder holder) {
        return holder == null ? null : new FilterRegistrationImpl(context, registry, holder);
    }

    void listener(String className) {
        context.checkNotStarted("listener [" + className + "]");
        try {
            listener(instances.load(EventListener.class, className, className));
        } catch (ServletException e) {
            throw new IllegalArgumentException("listener " + e.getMessage(), e);
        }
    }

    void listener(Class<? extends EventListener> type) {
        context.checkNotStarted("listener [" + type.getName() + "]");
        checkListener(type);
        try {
            listener(instances.create(type, type.getName()));
        } catch (ServletException e) {
            throw new IllegalArgumentException("listener " + e.getMessage(), e);
        }
    }

    void listener(EventListener listener) {
        context.checkNotStarted("listener [" + listener.getClass().getName() + "]");
        checkListener(listener.getClass());
        if (listener instanceof ServletContextListener && !context.acceptsContextListeners()) {
            throw new IllegalArgumentException("ServletContextListener [" + listener.getClass().getName()
                    + "] can only be added by a ServletContainerInitializer");
        }
        context.addProgrammatic(listener);
    }

    /** @throws IllegalArgumentException if a class is none of the kinds of listeners */
    void checkListener(Class<?> type) {
        if (!EventListeners.isDeclarable(type)) {
            throw new IllegalArgumentException("[" + type.getName() + "] implements none of the listener interfaces of"
                    + " Servlet 6.1 §11.2");
        }
    }
}
