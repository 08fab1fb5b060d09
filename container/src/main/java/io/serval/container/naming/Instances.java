package io.serval.container.naming;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.ObjectFactory;

/**
 * Makes the managed objects of one application (Servlet 6.1 §15.5): constructor, injection, {@code @PostConstruct};
 * and {@code @PreDestroy} at their end. Each class is looked at once; one that asks for nothing costs nothing more.
 * Safe for any thread.
 */
public final class Instances implements ObjectFactory {
    private static final Logger log = LoggerFactory.getLogger(Instances.class);

    private final AppNaming naming;
    private final ClassPlanner planner;
    /** By class of the application; goes with it. */
    private final Map<Class<?>, ClassPlan> plans = new ConcurrentHashMap<>();
    /** Objects made here that want to be told of their end; others of their class are not ours. */
    private final WeakIdentitySet alive = new WeakIdentitySet();

    /** @param naming whose names are injected; outlives this */
    public Instances(AppNaming naming, InjectionRules rules) {
        this.naming = naming;
        this.planner = new ClassPlanner(naming, rules);
    }

    @Override public <T> T create(Class<T> type) throws ReflectiveOperationException {
        T instance = construct(type);
        prepare(instance);
        return instance;
    }

    private static <T> T construct(Class<T> type) throws InstanceException {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new InstanceException(type.getName() + " has no constructor without parameters", e);
        } catch (InstantiationException e) {
            throw new InstanceException(type.getName() + " is abstract or an interface", e);
        } catch (InvocationTargetException e) {
            throw new InstanceException("the constructor of " + type.getName() + " failed", e.getCause());
        } catch (IllegalAccessException | RuntimeException e) {
            throw new InstanceException("the constructor of " + type.getName() + " cannot be called", e);
        }
    }

    /**
     * Injects and calls {@code @PostConstruct} on an object that somebody else made; from then on it is one of ours.
     *
     * @throws InstanceException if a resource is not there, or with what the application threw
     */
    public void prepare(Object instance) throws InstanceException {
        ClassPlan plan = plan(instance.getClass());
        for (Injection injection : plan.injections()) {
            injection.apply(instance, naming);
        }
        for (Method method : plan.postConstruct()) {
            try {
                method.invoke(instance);
            } catch (InvocationTargetException e) {
                throw new InstanceException("post-construct method " + name(method) + " failed", e.getCause());
            } catch (IllegalAccessException e) {
                throw new InstanceException("post-construct method " + name(method) + " cannot be called", e);
            }
        }
        if (!plan.preDestroy().isEmpty()) {
            alive.add(instance);
        }
    }

    private ClassPlan plan(Class<?> type) throws InstanceException {
        ClassPlan known = plans.get(type);
        if (known == null) {
            known = planner.plan(type);
            plans.put(type, known);
        }
        return known;
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getName() + '.' + method.getName();
    }

    @Override public void destroy(Object instance) {
        if (!alive.remove(instance)) {
            return;
        }
        for (Method method : plans.get(instance.getClass()).preDestroy()) {
            try {
                method.invoke(instance);
            } catch (InvocationTargetException e) {
                log.error("Pre-destroy method {} failed", name(method), e.getCause());
            } catch (IllegalAccessException e) {
                log.error("Pre-destroy method {} cannot be called", name(method), e);
            }
        }
    }
}
