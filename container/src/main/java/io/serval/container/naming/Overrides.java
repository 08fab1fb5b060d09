package io.serval.container.naming;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Whether a method is replaced in a subclass; then what was said of it there counts, and nothing of what was said
 * here.
 */
final class Overrides {
    private Overrides() {
    }

    /** Whether a class between {@code type} and the one that declares the method, that one left out, overrides it. */
    static boolean isOverridden(Method method, Class<?> type) {
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            return false;
        }
        for (Class<?> each = type; each != method.getDeclaringClass(); each = each.getSuperclass()) {
            if (declaresEqual(each, method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declaresEqual(Class<?> type, Method method) {
        boolean seen = Modifier.isPublic(method.getModifiers()) || Modifier.isProtected(method.getModifiers())
                || type.getPackage() == method.getDeclaringClass().getPackage();
        try {
            Method same = type.getDeclaredMethod(method.getName(), method.getParameterTypes());
            return seen && !Modifier.isPrivate(same.getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
