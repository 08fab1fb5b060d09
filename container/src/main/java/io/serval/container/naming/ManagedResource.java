package io.serval.container.naming;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.locks.ReentrantLock;
import javax.naming.NamingException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resource: made at the first lookup and shared from then on, or made anew for each; closed with its owner. Safe for
 * any thread; {@code lock} is held while it is made, which may block, and waits for nothing else of ours.
 */
final class ManagedResource {
    private static final Logger log = LoggerFactory.getLogger(ManagedResource.class);

    private final ResourceSpec spec;
    private final ResourceMaker maker;
    private final ClassLoader loader;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Object shared;
    /** Guarded by {@code lock}. */
    private boolean closed;

    ManagedResource(ResourceSpec spec, ResourceMaker maker, ClassLoader loader) {
        this.spec = spec;
        this.maker = maker;
        this.loader = loader;
    }

    String type() {
        return spec.type();
    }

    Object get() throws NamingException {
        if (!spec.singleton()) {
            return make();
        }
        Object present = shared;
        return present == null ? first() : present;
    }

    private Object first() throws NamingException {
        lock.lock();
        try {
            if (closed) {
                throw new NamingException("resource " + spec.name() + " is closed: its owner has stopped");
            }
            if (shared == null) {
                shared = make();
            }
            return shared;
        } finally {
            lock.unlock();
        }
    }

    /** Factories look for classes by the thread's class loader; that of a caller may be another application's. */
    private Object make() throws NamingException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return maker.make();
        } catch (Exception e) {
            throw failure(e instanceof InvocationTargetException wrapped ? wrapped.getCause() : e);
        } catch (LinkageError e) {
            throw failure(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private NamingException failure(Throwable cause) {
        NamingException failure = new NamingException("resource " + spec.name() + " (" + spec.location()
                + ") cannot be made: " + cause);
        failure.initCause(cause);
        return failure;
    }

    void close() {
        Object last;
        lock.lock();
        try {
            closed = true;
            last = shared;
            shared = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            close(last);
        }
    }

    private void close(Object object) {
        try {
            if (spec.closeMethod() != null) {
                object.getClass().getMethod(spec.closeMethod()).invoke(object);
            } else if (object instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            log.warn("Resource {} could not be closed", spec.name(), e);
        }
    }
}
