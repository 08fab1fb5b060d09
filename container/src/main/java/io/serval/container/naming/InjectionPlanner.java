package io.serval.container.naming;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.annotation.Resource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.descriptor.NamingEntry;
import io.serval.container.descriptor.NamingEntry.InjectionTarget;

/**
 * Finds the fields and setters of a class that are filled: injection targets of the descriptor first, then
 * {@code @Resource}. Safe for any thread.
 */
final class InjectionPlanner {
    private static final Logger log = LoggerFactory.getLogger(InjectionPlanner.class);
    private static final Set<String> FOREIGN = Set.of("jakarta.ejb.EJB", "jakarta.ejb.EJBs",
            "jakarta.persistence.PersistenceContext", "jakarta.persistence.PersistenceContexts",
            "jakarta.persistence.PersistenceUnit", "jakarta.persistence.PersistenceUnits",
            "jakarta.xml.ws.WebServiceRef", "jakarta.xml.ws.WebServiceRefs");

    private final AppNaming naming;
    private final boolean injects;
    private final boolean annotations;
    /** Class name, to member, to the name of what it gets. */
    private final Map<String, Map<String, String>> targets = new HashMap<>();

    InjectionPlanner(AppNaming naming, InjectionRules rules) {
        this.naming = naming;
        this.injects = rules.injects();
        this.annotations = rules.annotations();
        for (NamingEntry entry : rules.entries()) {
            for (InjectionTarget target : entry.injectionTargets()) {
                targets.computeIfAbsent(target.className(), key -> new HashMap<>())
                        .put(target.memberName(), entry.name());
            }
        }
    }

    /**
     * @param owner  class to look at
     * @param type   of the objects: the owner or below it
     * @param result gets what is to be filled of the owner
     */
    void add(Class<?> owner, Class<?> type, List<Injection> result) throws InstanceException {
        if (!injects) {
            return;
        }
        Set<Member> taken = new HashSet<>();
        addTargets(owner, result, taken);
        if (annotations) {
            declareOfClass(owner);
            for (Field field : owner.getDeclaredFields()) {
                addAnnotated(field, InjectionPoint.of(field), taken, result);
            }
            for (Method method : owner.getDeclaredMethods()) {
                addAnnotated(method, type, taken, result);
            }
            reportForeign(owner);
        }
    }

    private void addTargets(Class<?> owner, List<Injection> result, Set<Member> taken) throws InstanceException {
        for (Map.Entry<String, String> target : targets.getOrDefault(owner.getName(), Map.of()).entrySet()) {
            try {
                InjectionPoint point = InjectionPoint.of(owner, target.getKey());
                taken.add(point.member());
                if (naming.has(target.getValue())) {
                    result.add(new Injection(checked(point), target.getValue()));
                }
            } catch (NoSuchFieldException e) {
                throw new InstanceException("injection-target " + owner.getName() + '/' + target.getKey() + " of "
                        + target.getValue() + " is neither a setter nor a field", e);
            }
        }
    }

    private void addAnnotated(Method method, Class<?> type, Set<Member> taken, List<Injection> result)
            throws InstanceException {
        if (method.isAnnotationPresent(Resource.class) && !method.isBridge()
                && !Overrides.isOverridden(method, type)) {
            if (method.getParameterCount() != 1) {
                throw new InstanceException("@Resource method " + method + " is no setter", null);
            }
            addAnnotated(method, InjectionPoint.of(method), taken, result);
        }
    }

    private void addAnnotated(AnnotatedElement element, InjectionPoint point, Set<Member> taken,
                              List<Injection> result) throws InstanceException {
        Resource resource = element.getAnnotation(Resource.class);
        if (resource == null || taken.contains(point.member())) {
            return;
        }
        checked(point);
        String name = resource.name().isEmpty()
                ? point.member().getDeclaringClass().getName() + '/' + point.property() : resource.name();
        boolean simple = EnvironmentValue.isSimple(point.type());
        if (declare(name, resource, point.type()) || !simple) {
            result.add(new Injection(point, name));
        }
    }

    /** Whether there is something behind that name. An environment entry without a value leaves its field alone. */
    private boolean declare(String name, Resource resource, Class<?> type) {
        if (!naming.has(name)) {
            String target = resource.lookup().isEmpty() ? resource.mappedName() : resource.lookup();
            if (!resource.lookup().isEmpty() || !target.isEmpty() && naming.has(target)) {
                naming.link(name, target, type);
            }
        }
        return naming.has(name);
    }

    /** {@code @Resource} on a class fills nothing; it declares a name. Repeated, it stands in {@code @Resources}. */
    private void declareOfClass(Class<?> owner) {
        if (owner.getAnnotations().length == 0) {
            return; // most classes; to look for what is repeated makes the JVM read the annotations of annotations
        }
        for (Resource resource : owner.getAnnotationsByType(Resource.class)) {
            if (!resource.name().isEmpty()) {
                declare(resource.name(), resource, resource.type());
            }
        }
    }

    private static InjectionPoint checked(InjectionPoint point) throws InstanceException {
        if (!point.isFillable()) {
            throw new InstanceException(point + " cannot be filled: it must be a field that is neither static nor "
                    + "final, or a setter", null);
        }
        return point;
    }

    private static void reportForeign(Class<?> owner) {
        Set<String> found = new HashSet<>();
        collect(owner, found);
        for (Field field : owner.getDeclaredFields()) {
            collect(field, found);
        }
        for (Method method : owner.getDeclaredMethods()) {
            collect(method, found);
        }
        if (!found.isEmpty()) {
            log.info("{} uses {}, which are passed over: enterprise beans, persistence contexts and web services are "
                    + "not made here", owner.getName(), found);
        }
    }

    private static void collect(AnnotatedElement element, Set<String> found) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            String name = annotation.annotationType().getName();
            if (FOREIGN.contains(name)) {
                found.add(name);
            }
        }
    }
}
