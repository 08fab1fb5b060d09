package io.serval.container.loader;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds values that threads keep in {@code ThreadLocal}s for an application. The JDK tells only if it was started with
 * {@code --add-opens java.base/java.lang=ALL-UNNAMED}; otherwise nothing is found. Stateless.
 */
final class ThreadLocals {
    private ThreadLocals() {
    }

    /** Descriptions of the values whose class, or whose {@code ThreadLocal}'s class, is of that loader. */
    static Set<String> of(ClassLoader loader) {
        Set<String> found = new TreeSet<>();
        try {
            Field ofThread = open(Thread.class, "threadLocals");
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                look(thread, ofThread.get(thread), loader, found);
            }
        } catch (ReflectiveOperationException | RuntimeException notOpened) {
            return found;
        }
        return found;
    }

    private static void look(Thread thread, Object map, ClassLoader loader, Set<String> found)
            throws ReflectiveOperationException {
        if (map == null) {
            return;
        }
        Object table = open(map.getClass(), "table").get(map);
        for (int i = 0; i < Array.getLength(table); i++) {
            Object entry = Array.get(table, i);
            if (entry != null) {
                Object local = ((Reference<?>) entry).get();
                Object value = open(entry.getClass(), "value").get(entry);
                if (isOf(local, loader) || isOf(value, loader)) {
                    found.add("of class " + className(value) + " in " + className(local) + " of thread \""
                            + thread.getName() + '"');
                }
            }
        }
    }

    private static Field open(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static boolean isOf(Object object, ClassLoader loader) {
        return object != null && (object.getClass().getClassLoader() == loader || object == loader);
    }

    private static String className(Object object) {
        return object == null ? "null" : object.getClass().getName();
    }
}
