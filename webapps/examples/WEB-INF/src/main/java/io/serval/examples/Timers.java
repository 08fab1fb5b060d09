package io.serval.examples;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** The one thread of this application: started with it, and gone with it. */
@WebListener
public final class Timers implements ServletContextListener {
    private static final String ATTRIBUTE = Timers.class.getName();

    private ScheduledExecutorService timers;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        timers = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "examples-timer");
            thread.setDaemon(true);
            return thread;
        });
        event.getServletContext().setAttribute(ATTRIBUTE, timers);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        timers.shutdownNow();                               // a thread left behind would keep the class loader alive
    }

    static ScheduledExecutorService of(ServletContext context) {
        return (ScheduledExecutorService) context.getAttribute(ATTRIBUTE);
    }
}
