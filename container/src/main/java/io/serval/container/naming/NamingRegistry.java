package io.serval.container.naming;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.naming.Context;

/**
 * Which names belong to which class loader. The one process-wide table of this room, because JNDI leaves no other way
 * to find out whose names a thread means; holds running applications only. Safe for any thread.
 */
public final class NamingRegistry {
    private static final Map<ClassLoader, Context> CONTEXTS = new ConcurrentHashMap<>();

    private NamingRegistry() {
    }

    /**
     * Lets threads with that context class loader, or one below it, find these names under {@code java:}.
     *
     * @return whether the loader was free; one that two applications share can find the names of one only
     */
    public static boolean bind(ClassLoader loader, Context names) {
        return CONTEXTS.putIfAbsent(loader, names) == null;
    }

    /** Forgets the names of a loader, if they are these. */
    public static void unbind(ClassLoader loader, Context names) {
        CONTEXTS.remove(loader, names);
    }

    /** The names of the calling thread's application, or {@code null} if it runs for none. */
    public static Context current() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        while (loader != null) {
            Context names = CONTEXTS.get(loader);
            if (names != null) {
                return names;
            }
            loader = loader.getParent();
        }
        return null;
    }
}
