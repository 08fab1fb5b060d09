package io.serval.container.naming;

import java.lang.reflect.Method;
import java.util.List;

/**
 * What is done with the objects of one class. Immutable; methods are accessible.
 *
 * @param injections    those of superclasses first
 * @param postConstruct those of superclasses first
 * @param preDestroy    those of superclasses last
 */
record ClassPlan(List<Injection> injections, List<Method> postConstruct, List<Method> preDestroy) {
    ClassPlan {
        injections = List.copyOf(injections);
        postConstruct = List.copyOf(postConstruct);
        preDestroy = List.copyOf(preDestroy);
    }
}
