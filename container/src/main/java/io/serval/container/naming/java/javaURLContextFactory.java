package io.serval.container.naming.java;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import javax.naming.spi.ObjectFactory;

import io.serval.container.naming.NamingRegistry;

/**
 * Gives JNDI the names of the application whose thread asks; both for {@code java:} names of any initial context, and
 * as the initial context itself where nothing else is configured. Stateless. The name is JNDI's rule.
 */
public final class javaURLContextFactory implements ObjectFactory, InitialContextFactory {
    /** Where no application of ours runs on the thread, others may know the name: {@code null}. */
    @Override public Object getObjectInstance(Object url, Name name, Context nameContext,
                                              Hashtable<?, ?> environment) throws NamingException {
        Context names = NamingRegistry.current();
        return url instanceof String text && names != null ? names.lookup(text) : names;
    }

    @Override public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        Context names = NamingRegistry.current();
        if (names == null) {
            throw new NamingException("no web application runs on this thread (by its context class loader "
                    + Thread.currentThread().getContextClassLoader() + "), so it has no names");
        }
        return names;
    }
}
