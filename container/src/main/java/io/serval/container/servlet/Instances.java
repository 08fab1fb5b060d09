package io.serval.container.servlet;

import jakarta.servlet.ServletException;

import io.serval.container.spi.ObjectFactory;

/** Makes servlets, filters and listeners from their class names, with messages that say what is wrong. Any thread. */
final class Instances {
    private static final String LEGACY =
            "; it is written for javax.servlet and has to be migrated to jakarta.servlet";

    private final ClassLoader loader;
    private final ObjectFactory objects;

    Instances(ClassLoader loader, ObjectFactory objects) {
        this.loader = loader;
        this.objects = objects;
    }

    /** @param name of the servlet, filter or listener, for messages */
    <T> T create(Class<T> kind, String className, String name) throws ServletException {
        return create(load(kind, className, name), name);
    }

    <T> T create(Class<T> type, String name) throws ServletException {
        try {
            return objects.create(type);
        } catch (ReflectiveOperationException e) {
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            String why = cause instanceof ReflectiveOperationException ? e.getMessage() : cause.toString();
            throw new ServletException("[" + name + "] cannot be created: class " + type.getName() + ": " + why, cause);
        } catch (LinkageError e) {
            throw new ServletException("[" + name + "] cannot be created: class " + type.getName() + " needs a class"
                    + " that is missing or does not fit: " + e, e);
        }
    }

    <T> Class<? extends T> load(Class<T> kind, String className, String name) throws ServletException {
        if (className == null) {
            throw new ServletException("[" + name + "] has no class; name one in its declaration");
        }
        try {
            Class<?> type = Class.forName(className, false, loader);
            if (!kind.isAssignableFrom(type)) {
                throw new ServletException("[" + name + "]: class " + className + " is no " + kind.getName()
                        + misfit(kind, type));
            }
            return type.asSubclass(kind);
        } catch (ClassNotFoundException e) {
            throw new ServletException("[" + name + "]: class " + className + " is not in WEB-INF/classes, in"
                    + " WEB-INF/lib or among the server's own", e);
        } catch (LinkageError e) {
            throw new ServletException("[" + name + "]: class " + className + " cannot be loaded: " + e
                    + (String.valueOf(e.getMessage()).startsWith("javax/servlet/") ? LEGACY : ""), e);
        }
    }

    private static String misfit(Class<?> kind, Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getName().startsWith("javax.servlet.") || isLegacy(each)) {
                return LEGACY;
            }
            if (each.getName().equals(kind.getName())) {
                return "; the application brings a Servlet API of its own, which it must not";
            }
        }
        return "";
    }

    private static boolean isLegacy(Class<?> type) {
        for (Class<?> each : type.getInterfaces()) {
            if (each.getName().startsWith("javax.servlet.")) {
                return true;
            }
        }
        return false;
    }

    void destroy(Object instance) {
        objects.destroy(instance);
    }
}
