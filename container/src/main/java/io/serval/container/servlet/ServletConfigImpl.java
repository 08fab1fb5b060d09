package io.serval.container.servlet;

import java.util.Collections;
import java.util.Enumeration;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;

/** What a servlet is told when it is initialised. Safe for any thread. */
final class ServletConfigImpl implements ServletConfig {
    private final ServletHolder holder;

    ServletConfigImpl(ServletHolder holder) {
        this.holder = holder;
    }

    @Override public String getServletName() {
        return holder.name();
    }

    @Override public ServletContext getServletContext() {
        return holder.context();
    }

    @Override public String getInitParameter(String name) {
        return holder.initParameter(Checks.notNull(name, "name"));
    }

    @Override public Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(holder.initParameters().keySet());
    }
}
