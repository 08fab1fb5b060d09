package io.serval.container.naming;

import java.util.List;
import javax.naming.Context;
import javax.naming.NamingException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.NamingConfig;
import io.serval.container.descriptor.NamingEntry;

/**
 * The names of one application: {@code java:comp/env} and its kin (Servlet 6.1 §15.2). Made at deployment by one
 * thread; lookups from any.
 */
public final class AppNaming implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AppNaming.class);
    private static final String ENV = "comp/env/";

    private final NameTree tree = new NameTree(List.of("comp", "comp/env"));
    private final Context root = new NamingContext(tree, "");
    private final ClassLoader loader;
    private final boolean empty;

    /**
     * @param configured what the administrator says of the application, in {@code context.xml}
     * @param declared   what the application declares
     * @param loader     of the application
     * @throws IllegalArgumentException if something cannot be right; the message says where it stands
     */
    public AppNaming(List<NamingConfig> configured, List<NamingEntry> declared, GlobalNaming global,
                     ClassLoader loader) {
        this.loader = loader;
        this.empty = configured.isEmpty() && declared.isEmpty();
        global.shareWith(tree);
        ConfiguredNames administrators = new ConfiguredNames(tree, ENV, global, loader);
        configured.forEach(administrators::add);
        DeclaredNames applications = new DeclaredNames(tree, administrators, loader);
        declared.forEach(applications::add);
    }

    /** The naming of an application that has none ({@code useNaming="false"}). */
    public static AppNaming none(ClassLoader loader) {
        return new AppNaming(List.of(), List.of(), new GlobalNaming(List.of(), loader), loader);
    }

    /** Lets the application's threads find these names by JNDI, until {@link #close()}. */
    public void open() {
        if (!NamingRegistry.bind(loader, root) && !empty) {
            log.warn("Two applications share the class loader {}: names below java: are those of the first. Give each "
                    + "application a loader of its own", loader);
        }
    }

    /** The root, {@code java:}. */
    public Context context() {
        return root;
    }

    /** The object of a name; names without scheme are below {@code java:comp/env}. */
    public Object lookup(String name) throws NamingException {
        return tree.lookup(DeclaredNames.full(name));
    }

    /** Whether something is bound to a name, resolvable or not. */
    boolean has(String name) {
        return tree.get(DeclaredNames.full(name)) != null;
    }

    /** Binds a name to another one, as an annotation with a {@code lookup} asks; a name that is taken stays. */
    void link(String name, String target, Class<?> type) {
        tree.putIfAbsent(DeclaredNames.full(name),
                new NamedObject.Link(DeclaredNames.full(target), type.getName()));
    }

    /** Takes the names back and closes the application's resources. Call it when nothing of the application runs. */
    @Override public void close() {
        NamingRegistry.unbind(loader, root);
        tree.close();
    }
}
