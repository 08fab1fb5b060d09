package io.serval.container.servlet;

import java.util.Collections;
import java.util.Enumeration;

import jakarta.servlet.ServletContext;

/** What servlets and filters alike are told when they are initialised. Safe for any thread. */
abstract class ComponentConfig {
    private final Component component;

    ComponentConfig(Component component) {
        this.component = component;
    }

    final String name() {
        return component.name();
    }

    public final ServletContext getServletContext() {
        return component.context();
    }

    public final String getInitParameter(String name) {
        return component.initParameter(Checks.notNull(name, "name"));
    }

    public final Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(component.initParameters().keySet());
    }
}
