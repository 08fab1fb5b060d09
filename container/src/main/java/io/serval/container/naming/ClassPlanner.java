package io.serval.container.naming;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Reads from a class and its superclasses what is to be done with its objects. Immutable, safe for any thread. */
final class ClassPlanner {
    private final InjectionPlanner injections;
    private final CallbackPlanner postConstructs;
    private final CallbackPlanner preDestroys;

    ClassPlanner(AppNaming naming, InjectionRules rules) {
        this.injections = new InjectionPlanner(naming, rules);
        this.postConstructs = CallbackPlanner.postConstruct(rules);
        this.preDestroys = CallbackPlanner.preDestroy(rules);
    }

    ClassPlan plan(Class<?> type) throws InstanceException {
        List<Injection> injected = new ArrayList<>();
        List<Method> first = new ArrayList<>();
        List<Method> last = new ArrayList<>();
        for (Class<?> each : fromTheTop(type)) {
            try {
                injections.add(each, type, injected);
                postConstructs.add(each, type, first);
                preDestroys.add(each, type, last);
            } catch (LinkageError e) {
                throw new InstanceException(each.getName() + " names a class that is not there: " + e.getMessage(), e);
            }
        }
        Collections.reverse(last);
        return new ClassPlan(injected, first, last);
    }

    private static Deque<Class<?>> fromTheTop(Class<?> type) {
        Deque<Class<?>> result = new ArrayDeque<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            result.addFirst(each);
        }
        return result;
    }
}
