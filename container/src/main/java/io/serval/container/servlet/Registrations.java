package io.serval.container.servlet;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletRegistration;

/** The servlets and filters of an application as its code sees them (Servlet 6.1 §4.4). Safe for any thread. */
final class Registrations {
    private final ServletContextImpl context;
    private final Registry registry;

    Registrations(ServletContextImpl context, Registry registry) {
        this.context = context;
        this.registry = registry;
    }

    /** @return {@code null} if there is none of that name */
    ServletRegistration servlet(String name) {
        ServletHolder servlet = registry.servlets().get(name);
        return servlet == null ? null : of(servlet);
    }

    Map<String, ServletRegistration> servlets() {
        Map<String, ServletRegistration> all = new LinkedHashMap<>();
        registry.servlets().forEach((name, each) -> all.put(name, of(each)));
        return all;
    }

    /** @return {@code null} if there is none of that name */
    FilterRegistration filter(String name) {
        FilterHolder filter = registry.filters().get(name);
        return filter == null ? null : of(filter);
    }

    Map<String, FilterRegistration> filters() {
        Map<String, FilterRegistration> all = new LinkedHashMap<>();
        registry.filters().forEach((name, each) -> all.put(name, of(each)));
        return all;
    }

    private ServletRegistration of(ServletHolder servlet) {
        return new ServletRegistrationImpl(context, registry, servlet);
    }

    private FilterRegistration of(FilterHolder filter) {
        return new FilterRegistrationImpl(context, registry, filter);
    }
}
