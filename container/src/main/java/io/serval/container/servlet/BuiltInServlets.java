package io.serval.container.servlet;

import java.io.FileNotFoundException;
import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What answers where an application has no servlet of its own. For the thread that starts the application. */
final class BuiltInServlets {
    private static final String PAGES = "jsp";

    private final ServletContextImpl context;

    BuiltInServlets(ServletContextImpl context) {
        this.context = context;
    }

    /** Servlets that are pages get the class of the page engine, the servlet named {@code jsp} (§4.4.1.4). */
    void implementPages() {
        ServletHolder engine = context.registry().servlets().get(PAGES);
        for (ServletHolder servlet : context.registry().servlets().values()) {
            if (servlet.jspFile() != null && servlet.className() == null) {
                implement(servlet, engine);
            }
        }
    }

    private void implement(ServletHolder page, ServletHolder engine) {
        if (engine == null || engine.className() == null) {
            page.instance(new NoPages());
        } else if (engine.type() != null) {
            page.type(engine.type());
        } else {
            page.className(engine.className());
        }
        if (engine != null) {
            engine.initParameters().forEach(page::addInitParameter);
        }
        page.addInitParameter("jspFile", page.jspFile());
    }

    /** What serves {@code *.jsp} and {@code *.jspx} where nothing is mapped to them (§12.2.1). */
    ServletHolder pages() {
        ServletHolder engine = context.registry().servlets().get(PAGES);
        if (engine != null && engine.className() != null) {
            return engine;
        }
        ServletHolder holder = new ServletHolder(context, PAGES, null);
        holder.asyncSupported(true);
        holder.instance(new NoPages());
        return holder;
    }

    /** What stands behind the filters where no servlet is mapped to {@code /}. */
    ServletHolder notFound() {
        ServletHolder holder = new ServletHolder(context, "default", null);
        holder.asyncSupported(true);
        holder.instance(new NotFound());
        return holder;
    }

    private static final class NotFound extends HttpServlet {
        @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            if (request.getDispatcherType() == DispatcherType.INCLUDE) {
                throw new FileNotFoundException("nothing is mapped to the included path");
            }
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** A page without an engine must not be served as what it is: its source. */
    private static final class NoPages extends HttpServlet {
        @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.sendError(HttpServletResponse.SC_NOT_IMPLEMENTED, "This server has no engine for Jakarta Server"
                    + " Pages. Add the extension serval-jsp to its lib directory, or to the class path.");
        }
    }
}
