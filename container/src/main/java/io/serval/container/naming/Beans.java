package io.serval.container.naming;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes objects of a class name and fills their properties from text: one public setter with one parameter of a simple
 * type for each.
 */
public final class Beans {
    private Beans() {
    }

    /**
     * @param expected   type that the object must have
     * @param properties by name; each needs a setter
     * @throws ReflectiveOperationException if the class is not there or cannot be made
     * @throws IllegalArgumentException     if a property is unknown or its text no value of its type
     */
    public static <T> T create(String className, Class<T> expected, Map<String, String> properties,
                               ClassLoader loader) throws ReflectiveOperationException {
        Class<?> type = Class.forName(className, true, loader);
        if (!expected.isAssignableFrom(type)) {
            throw new IllegalArgumentException(className + " is no " + expected.getName());
        }
        T bean = expected.cast(type.getConstructor().newInstance());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            set(bean, property.getKey(), property.getValue());
        }
        return bean;
    }

    private static void set(Object bean, String property, String text) throws ReflectiveOperationException {
        Method setter = setter(bean.getClass(), property);
        Object value = value(property, setter.getParameterTypes()[0], text);
        try {
            setter.invoke(bean, value);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("property " + property + " cannot be \"" + text + "\": "
                    + e.getCause().getMessage(), e.getCause());
        }
    }

    private static Method setter(Class<?> type, String property) {
        String name = "set" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
        TreeSet<String> known = new TreeSet<>();
        for (Method method : type.getMethods()) {
            if (method.getParameterCount() == 1 && EnvironmentValue.isSimple(method.getParameterTypes()[0])
                    && method.getName().startsWith("set")) {
                if (method.getName().equals(name)) {
                    return method;
                }
                known.add(Character.toLowerCase(method.getName().charAt(3)) + method.getName().substring(4));
            }
        }
        throw new IllegalArgumentException(type.getName() + " has no property " + property + "; it has " + known);
    }

    private static Object value(String property, Class<?> type, String text) {
        try {
            return EnvironmentValue.read(EnvironmentValue.boxed(type).getName(), text, type.getClassLoader());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalArgumentException("property " + property + " cannot be \"" + text + "\": it is a "
                    + type.getSimpleName(), e);
        }
    }
}
