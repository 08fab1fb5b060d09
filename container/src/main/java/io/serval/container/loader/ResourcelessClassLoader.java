package io.serval.container.loader;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * The loader of an embedded application: it has an identity of its own, so that what is kept by context loader stays
 * apart, and finds all in its parent. It owns no resource, so nothing on the class path is found twice. Safe for any
 * thread.
 */
public final class ResourcelessClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    /**
     * @param contextPath for messages
     * @param parent      finds everything
     */
    public ResourcelessClassLoader(String contextPath, ClassLoader parent) {
        super("webapp " + (contextPath.isEmpty() ? "/" : contextPath), parent);
    }

    @Override protected URL findResource(String name) {
        return null;
    }

    @Override protected Enumeration<URL> findResources(String name) {
        return Collections.emptyEnumeration();
    }

    @Override public String toString() {
        return "ResourcelessClassLoader[" + getName() + ']';
    }
}
