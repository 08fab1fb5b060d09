package io.serval.authentication;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;

import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.security.auth.message.config.AuthConfigProvider;

/** Makes objects of the classes that entries and properties name. */
final class Providers {
    /** What Tomcat calls its provider of modules by name. */
    private static final String TOMCAT_MODULES = "org.apache.catalina.authenticator.jaspic.SimpleAuthConfigProvider";

    private Providers() {
    }

    /**
     * The provider of an entry; {@code null} if there shall be none.
     *
     * @param factory where it may register itself, or {@code null} if it must not
     * @throws SecurityException if it cannot be made; the message says why
     */
    static AuthConfigProvider make(ProviderEntry entry, AuthConfigFactory factory) {
        if (entry.className() == null) {
            return null;
        }
        if (entry.className().equals(TOMCAT_MODULES)) {
            return new ModuleConfigProvider(entry.properties(), factory);
        }
        try {
            return load(entry.className(), AuthConfigProvider.class).getConstructor(Map.class, AuthConfigFactory.class)
                    .newInstance(entry.properties(), factory);
        } catch (InvocationTargetException e) {
            throw new SecurityException("provider " + entry.className() + " cannot be made: " + e.getCause(),
                    e.getCause());
        } catch (NoSuchMethodException e) {
            throw new SecurityException("provider " + entry.className()
                    + " needs a public constructor with parameters (Map, AuthConfigFactory)", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new SecurityException("provider " + entry.className() + " cannot be made: " + e, e);
        }
    }

    /**
     * A class that the application of the calling thread, or else the server, can load.
     *
     * @throws ClassNotFoundException if it is not there or of another kind
     */
    static <T> Class<? extends T> load(String name, Class<T> kind) throws ClassNotFoundException {
        Class<?> found;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            found = Class.forName(name, true, context != null ? context : Providers.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            found = Class.forName(name, true, Providers.class.getClassLoader());
        }
        if (!kind.isAssignableFrom(found)) {
            throw new ClassNotFoundException(name + " is no " + kind.getSimpleName());
        }
        return found.asSubclass(kind);
    }
}
