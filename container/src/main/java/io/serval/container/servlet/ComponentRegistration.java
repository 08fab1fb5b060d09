package io.serval.container.servlet;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.Registration;

/** What the registrations of servlets and filters have in common. For the thread that starts the application. */
abstract class ComponentRegistration implements Registration.Dynamic {
    private final ServletContextImpl context;
    private final Component component;

    ComponentRegistration(ServletContextImpl context, Component component) {
        this.context = context;
        this.component = component;
    }

    /** @throws IllegalStateException once the application is initialised */
    final void checkNotStarted(String what) {
        context.checkNotStarted(what + " of [" + component.name() + "]");
    }

    @Override public final String getName() {
        return component.name();
    }

    @Override public final String getClassName() {
        return component.className();
    }

    @Override public final boolean setInitParameter(String name, String value) {
        if (name == null || value == null) {
            throw new IllegalArgumentException("name and value of an init parameter must not be null");
        }
        checkNotStarted("init parameter");
        return component.addInitParameter(name, value);
    }

    @Override public final Set<String> setInitParameters(Map<String, String> parameters) {
        checkNotStarted("init parameters");
        Set<String> conflicts = new LinkedHashSet<>();
        parameters.forEach((name, value) -> {
            if (name == null || value == null) {
                throw new IllegalArgumentException("name and value of an init parameter must not be null");
            }
            if (component.initParameter(name) != null) {
                conflicts.add(name);
            }
        });
        if (conflicts.isEmpty()) {
            parameters.forEach(component::addInitParameter);
        }
        return conflicts;
    }

    @Override public final String getInitParameter(String name) {
        return component.initParameter(name);
    }

    @Override public final Map<String, String> getInitParameters() {
        return component.initParameters();
    }

    @Override public final void setAsyncSupported(boolean supported) {
        checkNotStarted("asyncSupported");
        component.asyncSupported(supported);
    }
}
