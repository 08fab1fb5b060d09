package io.serval.container.servlet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.ServletException;

/**
 * What a servlet and a filter have in common: a name, a class, init parameters. Changed while the application is being
 * configured, by the thread that starts it, and never after.
 */
abstract sealed class Component permits ServletHolder, FilterHolder {
    private final ServletContextImpl context;
    private final String name;
    private String className;
    private Class<?> type;
    private final Map<String, String> initParameters = new LinkedHashMap<>();
    private boolean asyncSupported;

    Component(ServletContextImpl context, String name, String className) {
        this.context = context;
        this.name = name;
        this.className = className;
    }

    public final String name() {
        return name;
    }

    final ServletContextImpl context() {
        return context;
    }

    final String className() {
        return className;
    }

    final void className(String value) {
        className = value;
    }

    /** The class itself, or {@code null} if only its name is known. */
    final Class<?> type() {
        return type;
    }

    final void type(Class<?> value) {
        type = value;
        className = value.getName();
    }

    /** A new instance of the class. */
    final <T> T newInstance(Class<T> kind) throws ServletException {
        return type != null
                ? kind.cast(context.instances().create(type, name))
                : context.instances().create(kind, className, name);
    }

    /** Whether nothing but the name is known: a preliminary declaration (javadoc of {@code addServlet}). */
    boolean isPreliminary() {
        return className == null;
    }

    final Map<String, String> initParameters() {
        return Collections.unmodifiableMap(initParameters);
    }

    final String initParameter(String parameter) {
        return initParameters.get(parameter);
    }

    /** @return false if there is a value already, which stays */
    final boolean addInitParameter(String parameter, String value) {
        return initParameters.putIfAbsent(parameter, value) == null;
    }

    final boolean isAsyncSupported() {
        return asyncSupported;
    }

    final void asyncSupported(boolean value) {
        asyncSupported = value;
    }

    @Override public final String toString() {
        return name;
    }
}
