package io.serval.container;

import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EventListener;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.SessionCookieConfig;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.ScanSettings;
import io.serval.container.descriptor.ErrorPageDeclaration;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.servlet.Initializer;

/**
 * Puts a web application together by program. What is registered here is registered through the dynamic API of Servlet
 * 6.1 §4.4 when the application starts, in the order of the calls, after what its files declare.
 *
 * <pre>{@code
 * Serval.builder().context("/app", app -> app
 *         .servlet("/hello", new Hello())
 *         .filter("/*", new Timing())
 *         .sessionTimeout(Duration.ofMinutes(10)));
 * }</pre>
 *
 * For one thread; used up when the application is deployed.
 */
public final class WebAppBuilder {
    private final List<Initializer> initializers = new ArrayList<>();
    private final List<ErrorPageDeclaration> errorPages = new ArrayList<>();
    private final Map<String, String> mimeTypes = new LinkedHashMap<>();
    private final Map<String, String> initParameters = new LinkedHashMap<>();
    private final Map<String, String> localeCharsets = new LinkedHashMap<>();
    private final List<String> welcomeFiles = new ArrayList<>();
    private final List<URL> resourceRoots = new ArrayList<>();
    private Path docBase;
    private ClassLoader classLoader;
    private Function<String, String> mimeLookup;
    private String displayName;
    private boolean defaultServlet;
    private boolean deferLoadOnStartup;
    private ContextSettings settings;

    /** An application without files, or one of files whose classes are the program's. */
    WebAppBuilder(ContextSettings settings) {
        this.settings = settings;
    }

    /** Serves a servlet at a pattern such as {@code /hello}, {@code /api/*}, {@code *.do} or {@code /}. */
    public WebAppBuilder servlet(String pattern, Servlet servlet) {
        return servlet(nameOf(servlet.getClass(), pattern), servlet, each -> each.addMapping(pattern));
    }

    /** As {@link #servlet(String, Servlet)}; the container makes, injects and destroys the servlet. */
    public WebAppBuilder servlet(String pattern, Class<? extends Servlet> type) {
        String name = nameOf(type, pattern);
        return onStartup((types, context) -> registered(name, context.addServlet(name, type)).addMapping(pattern));
    }

    /**
     * Serves a servlet as {@code registration} says: mappings, init parameters, order of loading, multipart limits.
     *
     * @param name unique within the application
     */
    public WebAppBuilder servlet(String name, Servlet servlet, Consumer<ServletRegistration.Dynamic> registration) {
        Objects.requireNonNull(servlet, "servlet");
        return onStartup((types, context) -> {
            ServletRegistration.Dynamic added = registered(name, context.addServlet(name, servlet));
            added.setAsyncSupported(true);
            registration.accept(added);
        });
    }

    /** Lets a filter see all requests of a pattern. */
    public WebAppBuilder filter(String pattern, Filter filter) {
        return filter(nameOf(filter.getClass(), pattern), filter,
                each -> each.addMappingForUrlPatterns(null, true, pattern));
    }

    /** As {@link #filter(String, Filter)}; the container makes, injects and destroys the filter. */
    public WebAppBuilder filter(String pattern, Class<? extends Filter> type) {
        String name = nameOf(type, pattern);
        return onStartup((types, context) -> registered(name, context.addFilter(name, type))
                .addMappingForUrlPatterns(null, true, pattern));
    }

    /**
     * Adds a filter as {@code registration} says: mappings by pattern or servlet, kinds of dispatch, init parameters.
     *
     * @param name unique within the application
     */
    public WebAppBuilder filter(String name, Filter filter, Consumer<FilterRegistration.Dynamic> registration) {
        Objects.requireNonNull(filter, "filter");
        return onStartup((types, context) -> {
            FilterRegistration.Dynamic added = registered(name, context.addFilter(name, filter));
            added.setAsyncSupported(true);
            registration.accept(added);
        });
    }

    /** Anonymous classes are told apart by the number that the compiler gave them. */
    private static String nameOf(Class<?> type, String pattern) {
        String name = type.getName();
        return (type.isAnonymousClass() ? name.substring(name.lastIndexOf('.') + 1) : type.getSimpleName()) + ' '
                + pattern;
    }

    private static <T> T registered(String name, T registration) {
        if (registration == null) {
            throw new IllegalArgumentException("there is a servlet or filter \"" + name
                    + "\" already; give each a name of its own");
        }
        return registration;
    }

    /** Adds a listener of any of the kinds of Servlet 6.1 §11.2. */
    public WebAppBuilder listener(EventListener listener) {
        return onStartup((types, context) -> context.addListener(listener));
    }

    /** As {@link #listener(EventListener)}; the container makes, injects and destroys the listener. */
    public WebAppBuilder listener(Class<? extends EventListener> type) {
        return onStartup((types, context) -> context.addListener(type));
    }

    /** As {@link #listener(Class)}, by the name of a class that the application can load. */
    public WebAppBuilder listener(String className) {
        return onStartup((types, context) -> context.addListener(className));
    }

    /** Runs an initializer without classes before the application starts: all the dynamic API is open to it. */
    public WebAppBuilder onStartup(ServletContainerInitializer initializer) {
        initializers.add(new Initializer(initializer, null));
        return this;
    }

    /** Runs an initializer with the classes it handles, which nobody has to look for. */
    public WebAppBuilder initializer(ServletContainerInitializer initializer, Class<?>... types) {
        initializers.add(new Initializer(initializer, types.length == 0 ? null
                : Collections.unmodifiableSet(new LinkedHashSet<>(List.of(types)))));
        return this;
    }

    /** Sets an init parameter of the application. */
    public WebAppBuilder initParameter(String name, String value) {
        initParameters.put(name, value);
        return this;
    }

    /** Sets an attribute of the servlet context before anything of the application runs. */
    public WebAppBuilder attribute(String name, Object value) {
        return onStartup((types, context) -> context.setAttribute(name, value));
    }

    /** Serves the files of a directory or WAR; {@code WEB-INF} stays hidden. Turns the default servlet on. */
    public WebAppBuilder resources(Path directoryOrWar) {
        docBase = directoryOrWar;
        return defaultServlet(true);
    }

    /**
     * Serves {@code META-INF/resources} of a jar or directory, below the files of the application: a {@code file:} URL
     * or one that a {@code JarURLConnection} reads, such as {@code jar:nested:}. Turns the default servlet on.
     */
    public WebAppBuilder resourceRoot(URL root) {
        resourceRoots.add(root);
        return defaultServlet(true);
    }

    /** Whether {@code /} serves files, unless a servlet of the application takes it; off unless there are resources. */
    public WebAppBuilder defaultServlet(boolean on) {
        defaultServlet = on;
        return this;
    }

    /** Parent of the application's class loader; unless set, the context class loader of the thread that deploys. */
    public WebAppBuilder classLoader(ClassLoader parent) {
        classLoader = parent;
        return this;
    }

    /**
     * The directory for temporary files, for this application alone: it is emptied when it is first asked for, and
     * removed at the end. Unless set, one below the work directory of the server.
     */
    public WebAppBuilder tempDirectory(Path directory) {
        return settings(old -> old.withWorkDir(directory.toString()));
    }

    /** Sets the type of files with an extension, written without dot. */
    public WebAppBuilder mimeType(String extension, String type) {
        mimeTypes.put(extension, type);
        return this;
    }

    /**
     * Asks a function for types instead of the table of the container.
     *
     * @param lookup extension without dot to type, or {@code null} if it does not know
     */
    public WebAppBuilder mimeTypes(Function<String, String> lookup) {
        mimeLookup = lookup;
        return this;
    }

    /** Files that are tried for a directory, in this order. */
    public WebAppBuilder welcomeFiles(String... names) {
        welcomeFiles.addAll(List.of(names));
        return this;
    }

    /** Where to dispatch when an answer has that status. */
    public WebAppBuilder errorPage(int status, String path) {
        errorPages.add(new ErrorPageDeclaration(status, null, path, SourceLocation.NONE));
        return this;
    }

    /** Where to dispatch when that exception, or one derived from it, left a servlet or filter. */
    public WebAppBuilder errorPage(Class<? extends Throwable> type, String path) {
        errorPages.add(new ErrorPageDeclaration(null, type.getName(), path, SourceLocation.NONE));
        return this;
    }

    /** Where to dispatch for every error that no other page is for. */
    public WebAppBuilder errorPage(String path) {
        errorPages.add(new ErrorPageDeclaration(null, null, path, SourceLocation.NONE));
        return this;
    }

    /** Idle time after which a session ends, in whole seconds; zero or less for never. 30 minutes unless set. */
    public WebAppBuilder sessionTimeout(Duration timeout) {
        return settings(old -> old.withSessions(old.sessions().withTimeoutSeconds((int) timeout.toSeconds())));
    }

    /** Names and attributes of the session cookie. */
    public WebAppBuilder sessionCookie(Consumer<SessionCookieConfig> cookie) {
        return onStartup((types, context) -> cookie.accept(context.getSessionCookieConfig()));
    }

    /** Charset of responses in a language that name none. */
    public WebAppBuilder localeCharset(Locale locale, Charset charset) {
        localeCharsets.put(locale.toString(), charset.name());
        return this;
    }

    public WebAppBuilder displayName(String name) {
        displayName = name;
        return this;
    }

    /**
     * Servlets with {@code loadOnStartup} wait for {@link WebAppHandle#loadOnStartup()}; without this they start with
     * the application.
     */
    public WebAppBuilder deferLoadOnStartup() {
        deferLoadOnStartup = true;
        return this;
    }

    /** A servlet that fails when it is loaded at start fails the application; without this it is only logged. */
    public WebAppBuilder failOnServletInit() {
        return settings(old -> old.with(ContextSwitch.FAIL_CTX_IF_SERVLET_START_FAILS, true));
    }

    /** What is looked for in the files of the application. By program nothing is, of a WAR everything. */
    public WebAppBuilder scan(ScanSettings scan) {
        return settings(old -> old.withScan(scan));
    }

    /** Changes whatever a {@code Context} element could say. */
    public WebAppBuilder settings(UnaryOperator<ContextSettings> change) {
        settings = change.apply(settings);
        return this;
    }

    ContextSettings settings() {
        return settings;
    }

    List<Initializer> initializers() {
        return initializers;
    }

    List<ErrorPageDeclaration> errorPages() {
        return errorPages;
    }

    Map<String, String> mimeTypes() {
        return mimeTypes;
    }

    Map<String, String> initParameters() {
        return initParameters;
    }

    Map<String, String> localeCharsets() {
        return localeCharsets;
    }

    List<String> welcomeFiles() {
        return welcomeFiles;
    }

    List<URL> resourceRoots() {
        return resourceRoots;
    }

    Path docBase() {
        return docBase;
    }

    ClassLoader classLoader() {
        return classLoader;
    }

    Function<String, String> mimeLookup() {
        return mimeLookup;
    }

    String displayName() {
        return displayName;
    }

    boolean hasDefaultServlet() {
        return defaultServlet;
    }

    boolean defersLoadOnStartup() {
        return deferLoadOnStartup;
    }
}
