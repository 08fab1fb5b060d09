package io.serval.container.servlet;

import jakarta.servlet.ServletConfig;

/** What a servlet is told when it is initialised. Safe for any thread. */
final class ServletConfigImpl extends ComponentConfig implements ServletConfig {
    ServletConfigImpl(ServletHolder servlet) {
        super(servlet);
    }

    @Override public String getServletName() {
        return name();
    }
}
