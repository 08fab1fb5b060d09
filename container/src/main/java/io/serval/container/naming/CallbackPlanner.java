package io.serval.container.naming;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

import io.serval.container.descriptor.LifecycleCallback;

/**
 * Finds the methods of one kind that are called at the beginning or the end of an object's life: at most one for each
 * class, of the descriptor before the annotation. Immutable, safe for any thread.
 */
final class CallbackPlanner {
    private final Class<? extends Annotation> annotation;
    private final boolean annotations;
    private final Map<String, String> declared = new HashMap<>();

    private CallbackPlanner(Class<? extends Annotation> annotation, boolean annotations,
                            List<LifecycleCallback> callbacks) {
        this.annotation = annotation;
        this.annotations = annotations;
        callbacks.forEach(callback -> declared.putIfAbsent(callback.className(), callback.methodName()));
    }

    static CallbackPlanner postConstruct(InjectionRules rules) {
        return new CallbackPlanner(PostConstruct.class, rules.annotations(), rules.postConstructs());
    }

    static CallbackPlanner preDestroy(InjectionRules rules) {
        return new CallbackPlanner(PreDestroy.class, rules.annotations(), rules.preDestroys());
    }

    /**
     * @param owner  class to look at
     * @param type   of the objects: the owner or below it
     * @param result gets the method of the owner, if there is one
     */
    void add(Class<?> owner, Class<?> type, List<Method> result) throws InstanceException {
        Method method = declared.containsKey(owner.getName()) ? named(owner) : annotated(owner);
        if (method != null && !Overrides.isOverridden(method, type)) {
            method.setAccessible(true);
            result.add(method);
        }
    }

    private Method named(Class<?> owner) throws InstanceException {
        String name = declared.get(owner.getName());
        try {
            return checked(owner.getDeclaredMethod(name));
        } catch (NoSuchMethodException e) {
            throw new InstanceException("the descriptor names " + owner.getName() + '.' + name
                    + " as life-cycle method, but there is no such method without parameters", e);
        }
    }

    private Method annotated(Class<?> owner) throws InstanceException {
        Method found = null;
        for (Method method : annotations ? owner.getDeclaredMethods() : new Method[0]) {
            if (method.isAnnotationPresent(annotation) && !method.isBridge()) {
                if (found != null) {
                    throw new InstanceException(owner.getName() + " has more than one @" + annotation.getSimpleName()
                            + " method: " + found.getName() + " and " + method.getName(), null);
                }
                found = checked(method);
            }
        }
        return found;
    }

    private Method checked(Method method) throws InstanceException {
        if (method.getParameterCount() != 0 || Modifier.isStatic(method.getModifiers())) {
            throw new InstanceException('@' + annotation.getSimpleName() + " method "
                    + method.getDeclaringClass().getName() + '.' + method.getName()
                    + " must not be static nor have parameters", null);
        }
        return method;
    }
}
