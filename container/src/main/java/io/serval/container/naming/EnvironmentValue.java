package io.serval.container.naming;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.serval.container.descriptor.SourceLocation;

/** Turns the text of an {@code env-entry} into an object of its type (Servlet 6.1 §15.2, Jakarta EE Platform §5.4). */
final class EnvironmentValue {
    private static final Map<String, Function<String, Object>> READERS = Map.of(
            "java.lang.String", text -> text,
            "java.lang.Boolean", EnvironmentValue::bool,
            "java.lang.Character", EnvironmentValue::character,
            "java.lang.Byte", Byte::decode,
            "java.lang.Short", Short::decode,
            "java.lang.Integer", Integer::decode,
            "java.lang.Long", Long::decode,
            "java.lang.Float", Float::valueOf,
            "java.lang.Double", Double::valueOf);
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(boolean.class, Boolean.class,
            char.class, Character.class, byte.class, Byte.class, short.class, Short.class, int.class, Integer.class,
            long.class, Long.class, float.class, Float.class, double.class, Double.class);
    private static final Set<Class<?>> SIMPLE = Set.of(String.class, Boolean.class, Character.class, Byte.class,
            Short.class, Integer.class, Long.class, Float.class, Double.class, Class.class);

    private EnvironmentValue() {
    }

    /** The class itself, or that of the objects that stand for a primitive type. */
    static Class<?> boxed(Class<?> type) {
        return BOXES.getOrDefault(type, type);
    }

    /** Whether values of that type are written into descriptors. */
    static boolean isSimple(Class<?> type) {
        return type.isEnum() || SIMPLE.contains(boxed(type));
    }

    /**
     * @param type   class name; one of those above, {@code java.lang.Class}, or an enum
     * @param loader for classes and enums
     * @throws IllegalArgumentException saying where, what and what would be valid
     */
    static Object parse(String name, String type, String text, ClassLoader loader, SourceLocation location) {
        try {
            return read(type, text, loader);
        } catch (ReflectiveOperationException | IllegalArgumentException | LinkageError e) {
            throw new IllegalArgumentException(location + ": value \"" + text + "\" of environment entry " + name
                    + " is no " + type + ": " + e, e);
        }
    }

    /** As {@link #parse}, with the bare failure. */
    static Object read(String type, String text, ClassLoader loader) throws ReflectiveOperationException {
        Function<String, Object> reader = READERS.get(type);
        return reader == null ? ofClass(type, text.strip(), loader)
                : reader.apply(type.equals("java.lang.String") ? text : text.strip());
    }

    private static Boolean bool(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("use true or false");
        }
        return Boolean.valueOf(text);
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("use one character");
        }
        return text.charAt(0);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object ofClass(String type, String text, ClassLoader loader) throws ReflectiveOperationException {
        if (type.equals("java.lang.Class")) {
            return Class.forName(text, false, loader);
        }
        Class<?> loaded = Class.forName(type, true, loader);
        if (!loaded.isEnum()) {
            throw new IllegalArgumentException("use String, a box of a primitive type, Class or an enum");
        }
        return Enum.valueOf((Class) loaded, text);
    }
}
