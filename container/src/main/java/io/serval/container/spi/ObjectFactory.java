package io.serval.container.spi;

/**
 * Makes the objects of a web application that the container creates: servlets, filters, listeners, upgrade handlers
 * (Servlet 6.1 §15.5). Called by workers and by the thread that starts or stops the application; safe for any thread.
 */
public interface ObjectFactory {
    /** Calls the constructor without parameters, and injects nothing. */
    ObjectFactory PLAIN = new ObjectFactory() {
        @Override public <T> T create(Class<T> type) throws ReflectiveOperationException {
            return type.getDeclaredConstructor().newInstance();
        }

        @Override public void destroy(Object instance) { }
    };

    /**
     * Creates an object by its constructor without parameters, fills in what it asks for and calls its
     * {@code @PostConstruct} methods.
     *
     * @throws ReflectiveOperationException if it cannot be made; the cause is what the application threw
     */
    <T> T create(Class<T> type) throws ReflectiveOperationException;

    /** Calls the {@code @PreDestroy} methods of an object made here; failures are logged and go no further. */
    void destroy(Object instance);
}
