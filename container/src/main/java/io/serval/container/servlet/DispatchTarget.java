package io.serval.container.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.MappingMatch;

import io.serval.container.mapping.ServletMatch;
import io.serval.container.resource.ResourcePath;
import io.serval.http.Status;

/**
 * What a path, or a name, leads to within an application: the servlet, the parts of the path (Servlet 6.1 §3.6), and
 * the chains of filters before the servlet, each linked when it is first asked for.
 *
 * <p>Shared by all requests for that path; safe for any thread, as chains are immutable and linking one twice gives
 * equal ones.
 */
public final class DispatchTarget {
    private static final DispatcherType[] TYPES = DispatcherType.values();

    private final TargetResolver resolver;
    private final ServletHolder servlet;
    private final HttpServletMapping mapping;
    private final String canonicalPath;
    private final String path;
    private final String servletPath;
    private final String pathInfo;
    private final int refusal;
    private final FilterChain[] chains = new FilterChain[TYPES.length];

    private DispatchTarget(TargetResolver resolver, ServletHolder servlet, HttpServletMapping mapping,
                           String canonicalPath, String path, String servletPath, String pathInfo, int refusal) {
        this.resolver = resolver;
        this.servlet = servlet;
        this.mapping = mapping;
        this.canonicalPath = canonicalPath;
        this.path = path;
        this.servletPath = servletPath;
        this.pathInfo = pathInfo;
        this.refusal = refusal;
    }

    static DispatchTarget of(TargetResolver resolver, ServletMatch<ServletHolder> match, String requested,
            String path) {
        return new DispatchTarget(resolver, match.target(), HttpServletMappingImpl.of(match), requested, path,
                match.servletPath(), match.pathInfo(), ResourcePath.isClosed(path) ? Status.NOT_FOUND.code() : 0);
    }

    /** Where a request goes that must be refused, so that the application can tell of it by its own page. */
    static DispatchTarget refused(TargetResolver resolver, ServletMatch<ServletHolder> match, int status) {
        return new DispatchTarget(resolver, match.target(), HttpServletMappingImpl.of(match), "/", "/",
                match.servletPath(), match.pathInfo(), status);
    }

    static DispatchTarget named(TargetResolver resolver, ServletHolder servlet) {
        return new DispatchTarget(resolver, servlet, null, null, null, null, null, 0);
    }

    public ServletContextImpl context() {
        return resolver.context();
    }

    public ServletHolder servlet() {
        return servlet;
    }

    /** How the path was mapped; {@code null} for a dispatch by name. */
    HttpServletMapping mapping() {
        return mapping;
    }

    /** The path below the context that was asked for, in canonical form; {@code null} for a dispatch by name. */
    String canonicalPath() {
        return canonicalPath;
    }

    /** The path that was mapped: that of the welcome file, if there was one. */
    String path() {
        return path;
    }

    String servletPath() {
        return servletPath;
    }

    String pathInfo() {
        return pathInfo;
    }

    boolean isNamed() {
        return path == null;
    }

    /** The status by which a client has to be refused: 404 where nothing must be seen; 0 if it is served. */
    public int refusal() {
        return refusal;
    }

    /** Whether the path may be that of a directory, for which a welcome file stands in. */
    boolean isDirectory() {
        return mapping != null && mapping.getMappingMatch() == MappingMatch.DEFAULT && path.endsWith("/");
    }

    /** The filters and the servlet, for a kind of dispatch. */
    public FilterChain chain(DispatcherType type) {
        FilterChain chain = chains[type.ordinal()];
        if (chain == null) {
            chain = resolver.chain(servlet, path, type);
            chains[type.ordinal()] = chain;
        }
        return chain;
    }
}
