package io.serval.container.servlet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import jakarta.servlet.FilterChain;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.spi.RealmUser;

/**
 * One servlet of an application: what was said of it, and the life of its instance (Servlet 6.1 §2.3).
 *
 * <p>The instance is created and initialised exactly once, at start or by the first request; others that come meanwhile
 * wait for that one. A servlet that declares itself unavailable is taken out of service, for a time or for good.
 * Configured by the thread that starts the application; the life is safe for any thread.
 */
public final class ServletHolder extends Component {
    private static final Logger log = LoggerFactory.getLogger(ServletHolder.class);

    private final Map<String, String> roleReferences = new LinkedHashMap<>();
    private Servlet given;
    private String jspFile;
    private Integer loadOnStartup;
    private boolean enabled = true;
    private boolean overridable;
    private RealmUser runAs;
    private MultipartConfigElement multipart;
    private String asyncBlocker;
    private final FilterChain call = new ServletCall(this);

    private final AtomicReference<FutureTask<Servlet>> loading = new AtomicReference<>();
    private final LongAdder running = new LongAdder();
    private final ServletCounts counts = new ServletCounts();
    private final AtomicBoolean destroyed = new AtomicBoolean();
    private final Availability availability = new Availability();
    /** Ready to serve; {@code null} before it is initialised, and while or after it is not available. */
    private volatile Servlet servlet;
    /** The instance between init and destroy, in service or not. */
    private volatile Servlet instance;
    private volatile Thread initializing;

    ServletHolder(ServletContextImpl context, String name, String className) {
        super(context, name, className);
    }

    /** The instance the application made itself. */
    void instance(Servlet value) {
        given = value;
        className(value.getClass().getName());
    }

    boolean isInstance(Servlet value) {
        return given == value;
    }

    @Override boolean isPreliminary() {
        return super.isPreliminary() && jspFile == null;
    }

    String jspFile() {
        return jspFile;
    }

    void jspFile(String path) {
        jspFile = path;
    }

    /** The order at start, or {@code null} if it is initialised by its first request. */
    public Integer loadOnStartup() {
        return loadOnStartup == null || loadOnStartup < 0 ? null : loadOnStartup;
    }

    void loadOnStartup(Integer order) {
        loadOnStartup = order;
    }

    boolean isEnabled() {
        return enabled;
    }

    void enabled(boolean value) {
        enabled = value;
    }

    /** Whether its mappings give way to those an application adds: a servlet of the server's defaults. */
    boolean isOverridable() {
        return overridable;
    }

    void overridable(boolean value) {
        overridable = value;
    }

    String runAs() {
        return runAs == null ? null : runAs.name();
    }

    void runAs(String role) {
        runAs = role == null ? null : RealmUser.of(role, Set.of(role));
    }

    /** Begins to run as the role that was named, if one was. */
    RunAsScope enterRunAs() {
        return RunAsScope.enter(runAs);
    }

    /** Limits for multipart content, or {@code null} if it takes none. */
    MultipartConfigElement multipart() {
        return multipart;
    }

    void multipart(MultipartConfigElement value) {
        multipart = value;
    }

    Map<String, String> roleReferences() {
        return roleReferences;
    }

    /** Calls the servlet, as the end of a chain. */
    FilterChain call() {
        return call;
    }

    /** What keeps requests in this servlet from becoming asynchronous, or {@code null}. */
    String asyncBlocker() {
        return asyncBlocker;
    }

    /** Configuration is over. */
    void freeze() {
        asyncBlocker = isAsyncSupported() ? null : "servlet " + name();
    }

    /** A request goes in; before {@link #servlet()}, so that nobody destroys what it is about to call. */
    void enter() {
        running.increment();
    }

    void leave() {
        running.decrement();
        if (availability.isGone()) {
            destroyIfIdle();
        }
    }

    /** The servlet, initialised. @throws UnavailableException while it is out of service */
    Servlet servlet() throws ServletException {
        Servlet ready = servlet;
        return ready != null ? ready : load();
    }

    /** Creates and initialises the servlet, if that has not been done. */
    public Servlet load() throws ServletException {
        availability.check(name());
        Servlet paused = instance;
        if (paused != null) {
            servlet = paused;
            return paused;
        }
        if (initializing == Thread.currentThread()) {
            throw new ServletException("servlet [" + name() + "] is called by its own init()");
        }
        FutureTask<Servlet> mine = new FutureTask<>(this::initialize);
        FutureTask<Servlet> first = loading.compareAndExchange(null, mine);
        if (first == null) {
            first = mine;
            mine.run();
        }
        return await(first);
    }

    private Servlet await(FutureTask<Servlet> first) throws ServletException {
        try {
            return first.get();
        } catch (ExecutionException e) {
            loading.compareAndSet(first, null);
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException("interrupted while waiting for servlet [" + name() + "] to be initialised", e);
        }
    }

    private ServletException failure(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof ServletException exception
                ? exception
                : new ServletException("servlet [" + name() + "] failed in init(): " + cause, cause);
    }

    private Servlet initialize() throws ServletException {
        initializing = Thread.currentThread();
        ContextLoader outer = ContextLoader.enter(context().getClassLoader());
        RunAsScope user = enterRunAs();
        try {
            Servlet created = given != null ? given : newInstance(Servlet.class);
            created.init(new ServletConfigImpl(this));
            instance = created;
            servlet = created;
            return created;
        } catch (UnavailableException e) {
            availability.withdraw(e);
            throw e;
        } finally {
            user.leave();
            outer.leave();
            initializing = null;
        }
    }

    /** Takes the servlet out of service, as it asked for (§2.3.3.2). */
    void withdraw(UnavailableException reason) {
        availability.withdraw(reason);
        servlet = null;
        log.warn("Servlet [{}] of {} {}: {}", name(), context(), reason.isPermanent()
                ? "declared itself unavailable for good and answers 404 from now on"
                : "declared itself unavailable for " + reason.getUnavailableSeconds() + " s", reason.getMessage());
    }

    private void destroyIfIdle() {
        if (running.sum() == 0) {
            destroy();
        }
    }

    /** Ends the life of the instance, once. No request may be in it. Does nothing if there is none. */
    void destroy() {
        servlet = null;
        Servlet old = instance;
        if (old == null || !destroyed.compareAndSet(false, true)) {
            return;
        }
        ContextLoader outer = ContextLoader.enter(context().getClassLoader());
        RunAsScope user = enterRunAs();
        try {
            old.destroy();
        } catch (RuntimeException | LinkageError e) {
            log.warn("Servlet [{}] of {} failed in destroy(); it is given up all the same", name(), context(), e);
        } finally {
            user.leave();
            outer.leave();
        }
        context().instances().destroy(old);
    }

    /** What became of the requests of clients, those that came by forward, include or an error page left out. */
    public ServletCounts counts() {
        return counts;
    }

    /** How many requests are in the servlet. */
    public long running() {
        return running.sum();
    }
}
