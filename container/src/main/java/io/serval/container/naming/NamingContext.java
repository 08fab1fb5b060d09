package io.serval.container.naming;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;

/**
 * The names below one name, as JNDI shows them. Applications can look and list, not change. Immutable, safe for any
 * thread.
 */
final class NamingContext implements Context {
    private final NameTree tree;
    private final String base;

    /** @param base empty for the root, which is {@code java:} */
    NamingContext(NameTree tree, String base) {
        this.tree = tree;
        this.base = base;
    }

    /** Names that start with the scheme count from the root, wherever they are asked for. */
    private String full(String name) {
        if (name.startsWith("java:")) {
            return name;
        }
        return base.isEmpty() ? name : base + '/' + name;
    }

    @Override public Object lookup(String name) throws NamingException {
        return tree.lookup(full(name));
    }

    @Override public Object lookup(Name name) throws NamingException {
        return lookup(name.toString());
    }

    /** Links of ours are no {@code LinkRef}: they are followed. */
    @Override public Object lookupLink(String name) throws NamingException {
        return lookup(name);
    }

    @Override public Object lookupLink(Name name) throws NamingException {
        return lookup(name);
    }

    @Override public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
        List<NameClassPair> pairs = new ArrayList<>();
        for (Map.Entry<String, NamedObject> child : children(name).entrySet()) {
            pairs.add(new NameClassPair(child.getKey(), className(child.getValue())));
        }
        return new Listing<>(pairs);
    }

    @Override public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
        return list(name.toString());
    }

    @Override public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
        List<Binding> bindings = new ArrayList<>();
        for (Map.Entry<String, NamedObject> child : children(name).entrySet()) {
            String path = name.isEmpty() ? child.getKey() : name + '/' + child.getKey();
            bindings.add(new Binding(child.getKey(), className(child.getValue()), lookup(path)));
        }
        return new Listing<>(bindings);
    }

    @Override public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
        return listBindings(name.toString());
    }

    private Map<String, NamedObject> children(String name) throws NamingException {
        String full = full(name);
        if (tree.isDirectory(full)) {
            return tree.children(full);
        }
        throw tree.get(full) == null ? new NameNotFoundException(full + " is not bound")
                : new NotContextException(full + " is an object and has no names below it");
    }

    private static String className(NamedObject object) {
        return object == null ? Context.class.getName() : object.className();
    }

    @Override public NameParser getNameParser(String name) {
        return CompositeName::new;
    }

    @Override public NameParser getNameParser(Name name) {
        return CompositeName::new;
    }

    @Override public Name composeName(Name name, Name prefix) throws NamingException {
        return ((Name) prefix.clone()).addAll(name);
    }

    @Override public String composeName(String name, String prefix) {
        return prefix.isEmpty() ? name : prefix + '/' + name;
    }

    @Override public String getNameInNamespace() {
        return "java:" + base;
    }

    /** There is no environment: what the application puts into it has no effect. */
    @Override public Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>();
    }

    @Override public Object addToEnvironment(String name, Object value) {
        return null;
    }

    @Override public Object removeFromEnvironment(String name) {
        return null;
    }

    @Override public void close() {
    }

    private NamingException readOnly() {
        return new OperationNotSupportedException("names below java: are made by the deployment descriptor and "
                + "context.xml; an application cannot change them");
    }

    @Override public void bind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override public void bind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override public void rebind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override public void rebind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override public void unbind(Name name) throws NamingException {
        throw readOnly();
    }

    @Override public void unbind(String name) throws NamingException {
        throw readOnly();
    }

    @Override public void rename(Name from, Name to) throws NamingException {
        throw readOnly();
    }

    @Override public void rename(String from, String to) throws NamingException {
        throw readOnly();
    }

    @Override public void destroySubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override public void destroySubcontext(String name) throws NamingException {
        throw readOnly();
    }

    @Override public Context createSubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override public Context createSubcontext(String name) throws NamingException {
        throw readOnly();
    }
}
