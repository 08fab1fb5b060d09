package io.serval.container.naming;

import jakarta.servlet.ServletException;

/**
 * Makes the managed objects of one application (Servlet 6.1 §15.5): constructor, injection, {@code @PostConstruct}; and
 * {@code @PreDestroy} at their end. Servlets, filters, listeners and upgrade handlers all come from here. Safe for any
 * thread.
 */
public interface Instances {
    /** Plain objects: nothing is injected and no method called. */
    Instances PLAIN = new Instances() {
        @Override public void prepare(Object instance) {
        }

        @Override public void destroy(Object instance) {
        }
    };

    /**
     * A new object, ready to be used.
     *
     * @throws ServletException whose cause is what went wrong: no usable constructor, an exception of the constructor
     *                          or of {@code @PostConstruct}, a resource that is not there
     */
    default <T> T create(Class<T> type) throws ServletException {
        T instance = Constructors.construct(type);
        prepare(instance);
        return instance;
    }

    /** Injects and calls {@code @PostConstruct} on an object that somebody else made. */
    void prepare(Object instance) throws ServletException;

    /** Calls {@code @PreDestroy}; what it throws is logged, since nobody can do anything about it any more. */
    void destroy(Object instance);
}
