package io.serval.container.servlet;

import jakarta.servlet.FilterConfig;

/** What a filter is told when it is initialised. Safe for any thread. */
final class FilterConfigImpl extends ComponentConfig implements FilterConfig {
    FilterConfigImpl(FilterHolder filter) {
        super(filter);
    }

    @Override public String getFilterName() {
        return name();
    }
}
