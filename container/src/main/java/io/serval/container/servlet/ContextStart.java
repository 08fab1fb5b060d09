package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EventListener;
import java.util.List;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.descriptor.ListenerDeclaration;

/**
 * Brings an application up and down in the order of the specification (Servlet 6.1 §8.2.4, §10.12, §11.3):
 * initializers, listeners, sessions, filters, servlets; and the other way round. For one thread at a time, the context
 * class loader of the application set.
 */
public final class ContextStart {
    private static final Logger log = LoggerFactory.getLogger(ContextStart.class);

    private final ServletContextImpl context;
    private final List<ServletContextListener> initialized = new ArrayList<>();

    public ContextStart(ServletContextImpl context) {
        this.context = context;
    }

    /**
     * Runs initializers and listeners and initialises the filters; servlets wait for {@link #loadOnStartup}. After a
     * failure the caller calls {@link #stop}.
     *
     * @throws ServletException as it was thrown, or naming the listener or filter that failed, with the cause
     */
    public void start(List<Initializer> initializers) throws ServletException {
        context.registry().declare(context.facts().descriptor(), context.facts().overridableServlets());
        for (Initializer initializer : initializers) {
            initializer.instance().onStartup(initializer.types(), context);
        }
        createListeners();
        callContextListeners();
        context.phase(ContextPhase.INITIALIZED);
        BuiltInServlets builtIn = new BuiltInServlets(context);
        builtIn.implementPages();
        context.freeze(builtIn.notFound(), builtIn.pages());
        context.sessions().start();
        for (FilterHolder filter : context.registry().filters().values()) {
            filter.init();
        }
    }

    private void createListeners() throws ServletException {
        for (ListenerDeclaration declaration : context.facts().descriptor().listeners()) {
            String name = declaration.className();
            EventListener listener = context.instances().create(EventListener.class, name, "listener " + name);
            if (!EventListeners.isDeclarable(listener.getClass())) {
                log.warn("{}: listener [{}] is told of nothing: it implements no interface that a declared listener"
                        + " may have (Servlet 6.1 §11.2)", declaration.location(), name);
            }
            context.listeners().add(listener);
        }
    }

    private void callContextListeners() throws ServletException {
        List<EventListener> added = context.finishListeners();
        ServletContextEvent event = new ServletContextEvent(context);
        for (ServletContextListener listener : List.copyOf(context.listeners().context())) {
            boolean declared = added.stream().noneMatch(each -> each == listener);
            context.phase(declared ? ContextPhase.CONFIGURING : ContextPhase.RESTRICTED);
            initialized.add(listener);
            try {
                listener.contextInitialized(event);
            } catch (RuntimeException | LinkageError e) {
                throw new ServletException("listener [" + listener.getClass().getName()
                        + "] failed in contextInitialized(): " + e, e);
            }
        }
    }

    /**
     * Initialises the servlets that asked for it, by ascending order, those of the same order as they were declared.
     *
     * @param failFast whether the first failure is thrown; otherwise failures are logged, and the servlet tries again
     *                 when it is first called
     */
    public void loadOnStartup(boolean failFast) throws ServletException {
        List<ServletHolder> early = new ArrayList<>(context.registry().servlets().values());
        early.removeIf(servlet -> servlet.loadOnStartup() == null || !servlet.isEnabled());
        early.sort(Comparator.comparing(ServletHolder::loadOnStartup));
        for (ServletHolder servlet : early) {
            load(servlet, failFast);
        }
    }

    private void load(ServletHolder servlet, boolean failFast) throws ServletException {
        try {
            servlet.load();
        } catch (UnavailableException e) {
            log.warn("Servlet [{}] of {} is not available after start: {}", servlet.name(), context, e.getMessage());
        } catch (ServletException e) {
            if (failFast) {
                throw e;
            }
            log.error("Servlet [{}] of {} failed in init(); it tries again at its first request", servlet.name(),
                    context, e);
        }
    }

    /**
     * Ends everything that was begun, in reverse order. What fails is logged and keeps nothing else from ending.
     *
     * @param persistSessions whether sessions go to their store, if they have one
     */
    public void stop(boolean persistSessions) {
        reversed(List.copyOf(context.registry().servlets().values())).forEach(ServletHolder::destroy);
        reversed(List.copyOf(context.registry().filters().values())).forEach(FilterHolder::destroy);
        context.sessions().stop(persistSessions);
        ServletContextEvent event = new ServletContextEvent(context);
        for (ServletContextListener listener : reversed(initialized)) {
            destroyed(listener, event);
        }
        initialized.clear();
        reversed(context.listeners().all()).forEach(context.instances()::destroy);
        context.phase(ContextPhase.STOPPED);
        context.clearAttributes();
    }

    private void destroyed(ServletContextListener listener, ServletContextEvent event) {
        try {
            listener.contextDestroyed(event);
        } catch (RuntimeException | LinkageError e) {
            log.warn("Listener [{}] of {} failed in contextDestroyed(); the application stops all the same",
                    listener.getClass().getName(), context, e);
        }
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }
}
