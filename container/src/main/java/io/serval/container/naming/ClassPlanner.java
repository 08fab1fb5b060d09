package io.serval.container.naming;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from a class and its superclasses what is to be done with its objects. Immutable, safe for any thread. */
final class ClassPlanner {
    private static final Logger log = LoggerFactory.getLogger(ClassPlanner.class);

    private final InjectionPlanner injections;
    private final CallbackPlanner postConstructs;
    private final CallbackPlanner preDestroys;

    ClassPlanner(AppNaming naming, InjectionRules rules) {
        this.injections = new InjectionPlanner(naming, rules);
        this.postConstructs = CallbackPlanner.postConstruct(rules);
        this.preDestroys = CallbackPlanner.preDestroy(rules);
    }

    /**
     * What to do with objects of a class. A class that names others which are not there, as libraries with optional
     * parts do, is used as far as it can be read: it may never come to need them.
     */
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
                log.warn("Annotations of {} are not read: it names a class that is not there ({})", each.getName(),
                        e.getMessage());
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
