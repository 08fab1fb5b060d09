package io.serval.container.naming;

import java.lang.reflect.InvocationTargetException;

import javax.naming.NamingException;

/**
 * One value for one field or setter. Immutable.
 *
 * @param point what is filled
 * @param name  where the value is found
 */
record Injection(InjectionPoint point, String name) {
    void apply(Object instance, AppNaming naming) throws InstanceException {
        Object value;
        try {
            value = naming.lookup(name);
        } catch (NamingException e) {
            throw new InstanceException(point + " cannot be filled: " + e.getMessage(), e);
        }
        if (!EnvironmentValue.boxed(point.type()).isInstance(value)) {
            throw new InstanceException(point + " cannot be filled: it is a " + point.type().getName() + ", but "
                    + name + " is a " + value.getClass().getName(), null);
        }
        try {
            point.fill(instance, value);
        } catch (InvocationTargetException e) {
            throw new InstanceException("setter " + point + " failed", e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new InstanceException(point + " cannot be filled", e);
        }
    }
}
