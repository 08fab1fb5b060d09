package io.serval.container.naming;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

import jakarta.servlet.ServletException;

/** Calls constructors without parameters; says in plain words when there is none. */
final class Constructors {
    private Constructors() {
    }

    static <T> T construct(Class<T> type) throws ServletException {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new ServletException(type.getName() + " has no constructor without parameters", e);
        } catch (InstantiationException e) {
            throw new ServletException(type.getName() + " is abstract or an interface", e);
        } catch (InvocationTargetException e) {
            throw new ServletException("the constructor of " + type.getName() + " failed", e.getCause());
        } catch (IllegalAccessException | RuntimeException e) {
            throw new ServletException("the constructor of " + type.getName() + " cannot be called", e);
        }
    }
}
