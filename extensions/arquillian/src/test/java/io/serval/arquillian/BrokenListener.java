package io.serval.arquillian;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Keeps its application from starting. Not inside a test: Arquillian packs tests with all that is in them. */
@WebListener
public class BrokenListener implements ServletContextListener {
    @Override public void contextInitialized(ServletContextEvent event) {
        throw new IllegalStateException("the coffee is out");
    }
}
