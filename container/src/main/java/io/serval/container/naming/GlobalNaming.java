package io.serval.container.naming;

import java.util.List;
import javax.naming.NamingException;

import io.serval.container.config.NamingConfig;

/**
 * The resources of the server ({@code GlobalNamingResources}), which applications reach through {@code ResourceLink}
 * and {@code java:global}. Made at start, closed at the end of the server; lookups from any thread.
 */
public final class GlobalNaming implements AutoCloseable {
    private final NameTree tree = new NameTree(List.of());

    /**
     * @param loader that of the server's libraries
     * @throws IllegalArgumentException if an element cannot be right; the message says where it stands
     */
    public GlobalNaming(List<NamingConfig> elements, ClassLoader loader) {
        ConfiguredNames names = new ConfiguredNames(tree, "", this, loader);
        elements.forEach(names::add);
    }

    /** Without any resource. */
    public static GlobalNaming empty() {
        return new GlobalNaming(List.of(), GlobalNaming.class.getClassLoader());
    }

    /** The object of a name. */
    public Object lookup(String name) throws NamingException {
        return tree.lookup(name);
    }

    NamedObject get(String name) {
        return tree.get(name);
    }

    /** Puts all of it below {@code java:global} of an application. */
    void shareWith(NameTree application) {
        tree.all().forEach((name, object) -> application.putIfAbsent("global/" + name, new NamedObject.Shared(object)));
    }

    @Override public void close() {
        tree.close();
    }
}
