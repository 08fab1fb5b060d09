package io.serval.container.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One filter of an application: what was said of it, and its instance from start to stop (Servlet 6.1 §6.2). */
final class FilterHolder extends Component {
    private static final Logger log = LoggerFactory.getLogger(FilterHolder.class);

    private Filter given;
    private Filter filter;

    FilterHolder(ServletContextImpl context, String name, String className) {
        super(context, name, className);
    }

    /** The instance the application made itself. */
    void instance(Filter instance) {
        given = instance;
        className(instance.getClass().getName());
    }

    boolean isInstance(Filter instance) {
        return given == instance;
    }

    /** The filter, once it is initialised. */
    Filter filter() {
        return filter;
    }

    void init() throws ServletException {
        Filter created = given != null ? given : newInstance(Filter.class);
        try {
            created.init(new FilterConfigImpl(this));
        } catch (ServletException | RuntimeException | LinkageError e) {
            throw new ServletException("filter [" + name() + "] failed in init(): " + e.getMessage(), e);
        }
        filter = created;
    }

    /** Does nothing if it was never initialised. */
    void destroy() {
        Filter old = filter;
        filter = null;
        if (old == null) {
            return;
        }
        try {
            old.destroy();
        } catch (RuntimeException | LinkageError e) {
            log.warn("Filter [{}] of {} failed in destroy(); the application stops all the same", name(), context(), e);
        }
        context().instances().destroy(old);
    }
}
