package io.serval.container.loader;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;

/**
 * Shows web applications the JDK and the APIs that the server provides, and nothing else of the server: not its own
 * classes and not the libraries it uses. JNDI alone sees one class more, which knows the application's names. Parent
 * of every {@link WebAppClassLoader}. Safe for any thread.
 */
public final class SharedApi extends ClassLoader {
    /** The APIs of Jakarta EE that a server may provide, as prefixes of class names. */
    public static final List<String> JAKARTA = List.of("jakarta.servlet.", "jakarta.annotation.", "jakarta.el.",
            "jakarta.websocket.", "jakarta.security.auth.message.");
    /**
     * Classes of the server that are loaded by the loader of an application: the servlet that descriptors name, and the
     * class by which JNDI finds out who knows names that start with {@code java:}.
     */
    public static final Set<String> SERVER_CLASSES = Set.of("io.serval.container.resource.DefaultServlet",
            "io.serval.container.naming.java.javaURLContextFactory");

    /** Where JNDI reads that class's name; in place of what the server's own loader has under that name. */
    private static final String JNDI_SETTINGS = "jndi.properties";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader server;
    private final List<String> prefixes;
    private final List<String> paths;
    private final Set<String> classes;

    /** @param server loader of the server's own classes */
    public SharedApi(ClassLoader server) {
        this(server, JAKARTA, SERVER_CLASSES);
    }

    /**
     * @param server   loader of the server's own classes
     * @param prefixes of the names of classes to be seen, each with a dot at its end
     * @param classes  names of single classes to be seen
     */
    public SharedApi(ClassLoader server, List<String> prefixes, Set<String> classes) {
        super("shared-api", ClassLoader.getPlatformClassLoader());
        this.server = server;
        this.prefixes = List.copyOf(prefixes);
        this.paths = prefixes.stream().map(each -> each.replace('.', '/')).toList();
        this.classes = Set.copyOf(classes);
    }

    /** Whether classes of that name are the server's to provide, if it has them. */
    boolean covers(String className) {
        return startsWithAny(className, prefixes) || classes.contains(className);
    }

    /** Whether resources of that name are the server's to provide, if it has them. */
    boolean coversResource(String name) {
        return startsWithAny(name, paths);
    }

    @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (covers(name)) {
            return server.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }

    @Override protected URL findResource(String name) {
        if (name.equals(JNDI_SETTINGS)) {
            return SharedApi.class.getResource("/io/serval/container/naming/" + JNDI_SETTINGS);
        }
        return coversResource(name) ? server.getResource(name) : null;
    }

    @Override protected Enumeration<URL> findResources(String name) throws IOException {
        if (name.equals(JNDI_SETTINGS)) {
            return Collections.enumeration(List.of(findResource(name)));
        }
        return coversResource(name) ? server.getResources(name) : Collections.emptyEnumeration();
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
