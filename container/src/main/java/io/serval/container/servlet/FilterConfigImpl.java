package io.serval.container.servlet;

import java.util.Collections;
import java.util.Enumeration;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;

/** What a filter is told when it is initialised. Safe for any thread. */
final class FilterConfigImpl implements FilterConfig {
    private final FilterHolder holder;

    FilterConfigImpl(FilterHolder holder) {
        this.holder = holder;
    }

    @Override public String getFilterName() {
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
