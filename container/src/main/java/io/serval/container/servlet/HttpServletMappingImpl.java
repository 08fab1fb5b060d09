package io.serval.container.servlet;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.MappingMatch;

import io.serval.container.mapping.ServletMatch;

/** How a request was mapped (Servlet 6.1 §12.1). Immutable. */
record HttpServletMappingImpl(String matchValue, String pattern, String servletName, MappingMatch kind)
        implements HttpServletMapping {
    static HttpServletMappingImpl of(ServletMatch<ServletHolder> match) {
        return new HttpServletMappingImpl(match.matchValue(), match.pattern(), match.target().name(), match.kind());
    }

    @Override public String getMatchValue() {
        return matchValue;
    }

    @Override public String getPattern() {
        return pattern;
    }

    @Override public String getServletName() {
        return servletName;
    }

    @Override public MappingMatch getMappingMatch() {
        return kind;
    }
}
