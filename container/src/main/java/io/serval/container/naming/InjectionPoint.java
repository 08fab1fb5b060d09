package io.serval.container.naming;

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * A field or a setter that is filled. Immutable.
 *
 * @param member a {@link Field} or a {@link Method} with one parameter
 * @param type   of the value
 */
record InjectionPoint(Member member, Class<?> type) {
    /** The setter of a property that a class declares, or else its field of that name. */
    static InjectionPoint of(Class<?> owner, String name) throws NoSuchFieldException {
        String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        for (Method method : owner.getDeclaredMethods()) {
            if (method.getName().equals(setter) && method.getParameterCount() == 1 && !method.isBridge()) {
                return of(method);
            }
        }
        return of(owner.getDeclaredField(name));
    }

    static InjectionPoint of(Field field) {
        return new InjectionPoint(field, field.getType());
    }

    static InjectionPoint of(Method setter) {
        return new InjectionPoint(setter, setter.getParameterTypes()[0]);
    }

    /** The name of the property: that of the field, or what follows {@code set}. */
    String property() {
        String name = member.getName();
        return member instanceof Field ? name : Character.toLowerCase(name.charAt(3)) + name.substring(4);
    }

    /** Whether it can be filled: neither static nor final, and a setter is named as one. */
    boolean isFillable() {
        int modifiers = member.getModifiers();
        boolean setter = member instanceof Method method && method.getReturnType() == void.class
                && method.getName().startsWith("set") && method.getName().length() > 3;
        return !Modifier.isStatic(modifiers) && (setter || member instanceof Field && !Modifier.isFinal(modifiers));
    }

    void fill(Object instance, Object value) throws ReflectiveOperationException {
        if (member instanceof Field field) {
            field.setAccessible(true);
            field.set(instance, value);
        } else {
            Method setter = (Method) member;
            setter.setAccessible(true);
            setter.invoke(instance, value);
        }
    }

    @Override public String toString() {
        return member.getDeclaringClass().getName() + '.' + member.getName();
    }
}
