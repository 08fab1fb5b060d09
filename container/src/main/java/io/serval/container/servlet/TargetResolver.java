package io.serval.container.servlet;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;

import io.serval.container.mapping.FilterPlan;
import io.serval.container.mapping.PathCache;
import io.serval.container.mapping.ServletMappings;
import io.serval.container.mapping.ServletMatch;
import io.serval.container.resource.WebResources;

/**
 * Finds what a path or a name leads to within one application. Made when its configuration is complete; immutable but
 * for its bounded caches; safe for any thread.
 */
final class TargetResolver {
    private static final int CACHED_PATHS = 1024;

    private final ServletContextImpl context;
    private final ServletMappings<ServletHolder> mappings;
    private final FilterPlan<FilterHolder> filters;
    private final Map<String, ServletHolder> servlets;
    private final ServletHolder pages;
    private final List<String> welcomeFiles;
    private final WebResources resources;
    private final PathCache<DispatchTarget> targets = new PathCache<>(CACHED_PATHS);
    private final PathCache<DispatchTarget> welcomes = new PathCache<>(64);
    /** Chains by servlet and filters: as many as an application has, few whatever clients ask for. */
    private final Map<ServletHolder, Map<List<FilterHolder>, FilterChain>> chains = new ConcurrentHashMap<>();

    /** @param pages the engine of pages */
    TargetResolver(ServletContextImpl context, ServletMappings<ServletHolder> mappings,
                   FilterPlan<FilterHolder> filters, Map<String, ServletHolder> servlets, ServletHolder pages) {
        this.context = context;
        this.pages = pages;
        this.mappings = mappings;
        this.filters = filters;
        this.servlets = Map.copyOf(servlets);
        this.welcomeFiles = context.facts().descriptor().welcomeFiles();
        this.resources = context.resources();
    }

    ServletContextImpl context() {
        return context;
    }

    /** What a canonical path below the context leads to; welcome files are not looked for. */
    DispatchTarget resolve(String path) {
        DispatchTarget target = targets.get(path);
        if (target == null) {
            target = DispatchTarget.of(this, mappings.match(path), path, path);
            targets.put(path, target);
        }
        return target;
    }

    /**
     * What stands in for a directory (§10.10): the first welcome file that is there, else the first that a servlet is
     * mapped to, else the directory itself. A page is a file too: without it, no page is looked for by its extension.
     */
    DispatchTarget welcome(DispatchTarget target) {
        if (!target.isDirectory() || welcomeFiles.isEmpty()) {
            return target;
        }
        String directory = target.path();
        ServletMatch<ServletHolder> match = null;
        String file = null;
        for (int i = 0; match == null && i < welcomeFiles.size(); i++) {
            file = directory + welcomeFiles.get(i);
            match = resources.get(file).isFile() ? mappings.match(file) : null;
        }
        for (int i = 0; match == null && i < welcomeFiles.size(); i++) {
            file = directory + welcomeFiles.get(i);
            match = mapped(file);
        }
        return match == null ? target : welcome(directory, file, match);
    }

    private ServletMatch<ServletHolder> mapped(String file) {
        ServletMatch<ServletHolder> match = mappings.matchExact(file);
        if (match == null) {
            match = mappings.matchPrefix(file);
        }
        if (match == null) {
            match = mappings.matchExtension(file);
            return match != null && match.target() == pages ? null : match;
        }
        return match;
    }

    private DispatchTarget welcome(String directory, String file, ServletMatch<ServletHolder> match) {
        DispatchTarget known = welcomes.get(directory);
        if (known == null || !known.path().equals(file)) {
            known = DispatchTarget.of(this, match, directory, file);
            welcomes.put(directory, known);
        }
        return known;
    }

    /** For a request of which no path can be told. */
    DispatchTarget refused(int status) {
        return DispatchTarget.refused(this, mappings.match("/"), status);
    }

    /** The servlet of that name; {@code null} if there is none. */
    DispatchTarget named(String name) {
        ServletHolder servlet = servlets.get(name);
        return servlet == null || !servlet.isEnabled() ? null : DispatchTarget.named(this, servlet);
    }

    /** @param path or {@code null} for a dispatch by name */
    FilterChain chain(ServletHolder servlet, String path, DispatcherType type) {
        List<FilterHolder> passed = filters.filters(path, servlet.name(), type);
        return passed.isEmpty() ? servlet.call()
                : chains.computeIfAbsent(servlet, any -> new ConcurrentHashMap<>())
                        .computeIfAbsent(passed, any -> link(servlet, passed));
    }

    private static FilterChain link(ServletHolder servlet, List<FilterHolder> filters) {
        FilterChain chain = servlet.call();
        for (int i = filters.size() - 1; i >= 0; i--) {
            chain = new FilterChainImpl(filters.get(i), chain);
        }
        return chain;
    }
}
