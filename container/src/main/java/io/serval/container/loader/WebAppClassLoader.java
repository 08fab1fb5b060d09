package io.serval.container.loader;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Manifest;

import io.serval.container.resource.WebResources;

/**
 * Loads the classes of one web application (Servlet 6.1 §10.7): first those of the JDK, then the Jakarta APIs that the
 * server provides, then {@code WEB-INF/classes}, then the jars of {@code WEB-INF/lib} by name, then the parent. With
 * {@code delegate} the parent is asked before the application.
 *
 * <p>It extends {@code URLClassLoader} because libraries ask for {@link #getURLs()}; nothing is loaded by the
 * superclass. Parallel capable, safe for any thread. Jars are not kept open for longer than they are used, see
 * {@link #releaseUnusedJars()}. After {@link #close()} no new class is found.
 */
public final class WebAppClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final String contextPath;
    private final ClassLoader parent;
    private final SharedApi api;
    private final boolean delegate;
    private final ClassSource classes;
    private final List<JarSource> jars;
    private final LibraryIndex index;
    private volatile boolean closed;

    private WebAppClassLoader(Builder from, List<JarSource> jars, URL[] urls) throws IOException {
        super("webapp " + (from.contextPath.isEmpty() ? "/" : from.contextPath), urls, from.parent);
        this.contextPath = from.contextPath;
        this.parent = from.parent;
        this.api = from.api;
        this.delegate = from.delegate;
        this.classes = new ResourceSource(from.resources);
        this.jars = jars;
        this.index = LibraryIndex.of(jars);
    }

    /**
     * What a loader is made of.
     *
     * @param contextPath for messages
     * @param resources   hold {@code WEB-INF/classes}; closed by their owner after the loader
     * @param libraries   the jars, in the order of search
     * @param api         what the server provides
     * @param parent      {@code api} itself, or a loader below it with libraries for all applications
     * @param delegate    whether the parent is asked first
     */
    public record Builder(String contextPath, WebResources resources, List<Path> libraries, SharedApi api,
                          ClassLoader parent, boolean delegate) {
        /** @throws IOException if a library cannot be read, naming it */
        public WebAppClassLoader build() throws IOException {
            List<JarSource> jars = libraries.stream().map(JarSource::new).toList();
            List<URL> urls = new ArrayList<>();
            URL classes = new ResourceSource(resources).location();
            if (classes != null) {
                urls.add(classes);
            }
            jars.forEach(jar -> urls.add(jar.location()));
            return new WebAppClassLoader(this, jars, urls.toArray(URL[]::new));
        }
    }

    @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = parentComesFirst(name) ? parentThenOwn(name) : ownThenParent(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private boolean parentComesFirst(String className) {
        return delegate || JdkPackages.contains(className) || api.covers(className);
    }

    private Class<?> parentThenOwn(String name) throws ClassNotFoundException {
        try {
            return parent.loadClass(name);
        } catch (ClassNotFoundException notThere) {
            return findClass(name);
        }
    }

    private Class<?> ownThenParent(String name) throws ClassNotFoundException {
        Class<?> own = findOwn(name);
        return own == null ? parent.loadClass(name) : own;
    }

    @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> found = findOwn(name);
        if (found == null) {
            throw new ClassNotFoundException(name);
        }
        return found;
    }

    private Class<?> findOwn(String name) throws ClassNotFoundException {
        if (closed) {
            throw new ClassNotFoundException(name + ": the web application " + getName()
                    + " has been stopped; a thread or library still uses its classes");
        }
        String file = name.replace('.', '/').concat(".class");
        try {
            Class<?> found = define(name, file, classes);
            List<JarSource> candidates = found == null ? index.candidates(file) : List.of();
            for (int i = 0; i < candidates.size() && found == null; i++) {
                found = define(name, file, candidates.get(i));
            }
            return found;
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name + " cannot be read", unreadable);
        }
    }

    private Class<?> define(String name, String file, ClassSource source) throws IOException {
        byte[] bytes = source.read(file);
        if (bytes == null) {
            return null;
        }
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            definePackage(name.substring(0, dot), source);
        }
        return defineClass(name, bytes, 0, bytes.length, new CodeSource(source.location(), (Certificate[]) null));
    }

    private void definePackage(String name, ClassSource source) throws IOException {
        if (getDefinedPackage(name) != null) {
            return;
        }
        Manifest manifest = source.manifest();
        try {
            if (manifest == null) {
                definePackage(name, null, null, null, null, null, null, null);
            } else {
                definePackage(name, manifest, source.location());
            }
        } catch (IllegalArgumentException definedMeanwhile) {
            assert getDefinedPackage(name) != null;
        }
    }

    @Override public URL getResource(String name) {
        boolean parentFirst = delegate || api.coversResource(name);
        URL found = parentFirst ? parent.getResource(name) : findResource(name);
        if (found != null) {
            return found;
        }
        return parentFirst ? findResource(name) : parent.getResource(name);
    }

    @Override public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>();
        Enumeration<URL> own = findResources(name);
        Enumeration<URL> inherited = parent.getResources(name);
        Enumeration<URL> first = delegate ? inherited : own;
        Enumeration<URL> second = delegate ? own : inherited;
        first.asIterator().forEachRemaining(found::add);
        second.asIterator().forEachRemaining(found::add);
        return Collections.enumeration(found);
    }

    @Override public URL findResource(String name) {
        if (closed) {
            return null;
        }
        URL found = classes.url(name);
        List<JarSource> candidates = found == null ? index.candidates(name) : List.of();
        for (int i = 0; i < candidates.size() && found == null; i++) {
            found = candidates.get(i).url(name);
        }
        return found;
    }

    @Override public Enumeration<URL> findResources(String name) {
        List<URL> found = new ArrayList<>();
        if (!closed) {
            add(classes.url(name), found);
            index.candidates(name).forEach(jar -> add(jar.url(name), found));
        }
        return Collections.enumeration(found);
    }

    private static void add(URL url, List<URL> urls) {
        if (url != null) {
            urls.add(url);
        }
    }

    @Override public InputStream getResourceAsStream(String name) {
        try {
            InputStream own = delegate || api.coversResource(name) ? null : openOwn(name);
            URL url = own == null ? getResource(name) : null;
            return url == null ? own : url.openStream();
        } catch (IOException unreadable) {
            return null;
        }
    }

    private InputStream openOwn(String name) throws IOException {
        InputStream found = closed ? null : classes.open(name);
        List<JarSource> candidates = found == null && !closed ? index.candidates(name) : List.of();
        for (int i = 0; i < candidates.size() && found == null; i++) {
            found = candidates.get(i).open(name);
        }
        return found;
    }


    /** Closes the jars from which nothing was read since the last call; called from time to time. */
    public void releaseUnusedJars() {
        jars.forEach(JarSource::releaseUnused);
    }

    /** Defines a class of the server as one of the application: it can then do what only the application can. */
    Class<?> defineServerClass(String name, byte[] classFile) {
        return defineClass(name, classFile, 0, classFile.length);
    }

    /** The path of the application, for messages. */
    public String contextPath() {
        return contextPath;
    }

    /** Ends the loader: it finds no new class, and its jars are closed. */
    @Override public void close() throws IOException {
        closed = true;
        jars.forEach(JarSource::close);
        super.close();
    }

    @Override public String toString() {
        return "WebAppClassLoader[" + getName() + ']';
    }
}
