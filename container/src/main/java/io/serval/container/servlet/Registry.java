package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.MultipartConfigElement;

import io.serval.container.descriptor.FilterDeclaration;
import io.serval.container.descriptor.FilterMappingDeclaration;
import io.serval.container.descriptor.MultipartSettings;
import io.serval.container.descriptor.ServletDeclaration;
import io.serval.container.descriptor.ServletMappingDeclaration;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.mapping.FilterPlan;
import io.serval.container.mapping.FilterPlan.FilterMapping;
import io.serval.container.mapping.ServletMappings;
import io.serval.container.mapping.UrlPattern;

/**
 * The servlets and filters of one application while it is being configured: first what is declared, then what is added
 * by program. Used by the thread that starts the application; what it holds does not change after that.
 */
final class Registry {
    private final ServletContextImpl context;
    private final Map<String, ServletHolder> servlets = new LinkedHashMap<>();
    private final Map<String, FilterHolder> filters = new LinkedHashMap<>();
    /** Servlets by the texts of their patterns. */
    private final Map<String, ServletHolder> mappings = new LinkedHashMap<>();
    private final List<FilterMapping<FilterHolder>> before = new ArrayList<>();
    private final List<FilterMapping<FilterHolder>> declared = new ArrayList<>();
    private final List<FilterMapping<FilterHolder>> after = new ArrayList<>();

    Registry(ServletContextImpl context) {
        this.context = context;
    }

    /** @throws IllegalArgumentException if a declaration contradicts another, saying where both stand */
    void declare(WebAppDescriptor descriptor, Set<String> overridable) {
        for (ServletDeclaration declaration : descriptor.servlets()) {
            servlets.put(declaration.name(), holder(declaration, overridable.contains(declaration.name())));
        }
        for (ServletMappingDeclaration mapping : descriptor.servletMappings()) {
            declareMapping(mapping);
        }
        for (FilterDeclaration declaration : descriptor.filters()) {
            filters.put(declaration.name(), holder(declaration));
        }
        for (FilterMappingDeclaration mapping : descriptor.filterMappings()) {
            declareMapping(mapping);
        }
    }

    private ServletHolder holder(ServletDeclaration declaration, boolean overridable) {
        ServletHolder servlet = new ServletHolder(context, declaration.name(), declaration.className());
        declaration.initParams().forEach(servlet::addInitParameter);
        servlet.asyncSupported(declaration.asyncSupported());
        servlet.jspFile(declaration.jspFile());
        servlet.loadOnStartup(declaration.loadOnStartup());
        servlet.enabled(declaration.enabled());
        servlet.overridable(overridable);
        servlet.runAs(declaration.runAs());
        servlet.roleReferences().putAll(declaration.roleRefs());
        MultipartSettings multipart = declaration.multipart();
        if (multipart != null) {
            servlet.multipart(new MultipartConfigElement(multipart.location(), multipart.maxFileSize(),
                    multipart.maxRequestSize(), multipart.fileSizeThreshold()));
        }
        return servlet;
    }

    private void declareMapping(ServletMappingDeclaration mapping) {
        ServletHolder servlet = servlets.get(mapping.servletName());
        if (servlet == null) {
            throw invalid(mapping.location(), "servlet-mapping names servlet [" + mapping.servletName()
                    + "], which is not declared");
        }
        for (String text : mapping.patterns()) {
            ServletHolder present = mappings.get(pattern(text, mapping.location()).text());
            if (present != null && present != servlet && !present.isOverridable()) {
                throw invalid(mapping.location(), "url-pattern [" + text + "] is mapped to servlet [" + present.name()
                        + "] and to servlet [" + servlet.name() + "]; it can lead to one only");
            }
            mappings.put(text, servlet);
        }
    }

    private FilterHolder holder(FilterDeclaration declaration) {
        FilterHolder filter = new FilterHolder(context, declaration.name(), declaration.className());
        declaration.initParams().forEach(filter::addInitParameter);
        filter.asyncSupported(declaration.asyncSupported());
        return filter;
    }

    private void declareMapping(FilterMappingDeclaration mapping) {
        FilterHolder filter = filters.get(mapping.filterName());
        if (filter == null) {
            throw invalid(mapping.location(), "filter-mapping names filter [" + mapping.filterName()
                    + "], which is not declared");
        }
        Set<DispatcherType> dispatchers = orRequest(mapping.dispatchers());
        for (String text : mapping.urlPatterns()) {
            declared.add(new FilterMapping<>(filter, pattern(text, mapping.location()), null, dispatchers));
        }
        for (String name : mapping.servletNames()) {
            declared.add(new FilterMapping<>(filter, null, name, dispatchers));
        }
    }

    private static Set<DispatcherType> orRequest(Collection<DispatcherType> dispatchers) {
        return dispatchers == null || dispatchers.isEmpty() ? Set.of(DispatcherType.REQUEST) : Set.copyOf(dispatchers);
    }

    private static UrlPattern pattern(String text, SourceLocation location) {
        try {
            return UrlPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid(location, e.getMessage());
        }
    }

    private static IllegalArgumentException invalid(SourceLocation location, String message) {
        String place = location.toString();
        return new IllegalArgumentException(place.isEmpty() ? message : place + ": " + message);
    }

    Map<String, ServletHolder> servlets() {
        return servlets;
    }

    Map<String, FilterHolder> filters() {
        return filters;
    }

    /** @return a new holder, or the preliminary one of that name; {@code null} if the name is taken */
    ServletHolder addServlet(String name) {
        ServletHolder present = servlets.get(name);
        if (present != null) {
            return present.isPreliminary() ? present : null;
        }
        ServletHolder servlet = new ServletHolder(context, name, null);
        servlets.put(name, servlet);
        return servlet;
    }

    /** @return a new holder, or the preliminary one of that name; {@code null} if the name is taken */
    FilterHolder addFilter(String name) {
        FilterHolder present = filters.get(name);
        if (present != null) {
            return present.isPreliminary() ? present : null;
        }
        FilterHolder filter = new FilterHolder(context, name, null);
        filters.put(name, filter);
        return filter;
    }

    /** @return the patterns that lead elsewhere already; if there are any, none is mapped */
    Set<String> map(ServletHolder servlet, String... texts) {
        Set<String> taken = new LinkedHashSet<>();
        for (String text : texts) {
            ServletHolder present = mappings.get(UrlPattern.parse(text).text());
            if (present != null && present != servlet && !present.isOverridable()) {
                taken.add(text);
            }
        }
        if (taken.isEmpty()) {
            for (String text : texts) {
                mappings.put(text, servlet);
            }
        }
        return taken;
    }

    List<String> patterns(ServletHolder servlet) {
        List<String> patterns = new ArrayList<>();
        mappings.forEach((pattern, target) -> {
            if (target == servlet) {
                patterns.add(pattern);
            }
        });
        return patterns;
    }

    void mapByPattern(FilterHolder filter, Collection<DispatcherType> types, boolean isMatchAfter, String... texts) {
        for (String text : texts) {
            (isMatchAfter ? after : before)
                    .add(new FilterMapping<>(filter, UrlPattern.parse(text), null, orRequest(types)));
        }
    }

    void mapByServlet(FilterHolder filter, Collection<DispatcherType> types, boolean isMatchAfter, String... names) {
        for (String name : names) {
            (isMatchAfter ? after : before).add(new FilterMapping<>(filter, null, name, orRequest(types)));
        }
    }

    private List<FilterMapping<FilterHolder>> filterMappings() {
        List<FilterMapping<FilterHolder>> all = new ArrayList<>(before);
        all.addAll(declared);
        all.addAll(after);
        return all;
    }

    List<String> patterns(FilterHolder filter) {
        return filterMappings().stream().filter(m -> m.filter() == filter && m.pattern() != null)
                .map(m -> m.pattern().text()).distinct().toList();
    }

    List<String> servletNames(FilterHolder filter) {
        return filterMappings().stream().filter(m -> m.filter() == filter && m.servletName() != null)
                .map(FilterMapping::servletName).distinct().toList();
    }

    /** The mappings as they stand, with {@code fallback} and {@code pages} where nothing else was mapped. */
    ServletMappings<ServletHolder> servletMappings(ServletHolder fallback, ServletHolder pages) {
        ServletMappings.Builder<ServletHolder> builder = new ServletMappings.Builder<>();
        mappings.forEach((pattern, servlet) -> {
            if (servlet.isEnabled()) {
                builder.add(UrlPattern.parse(pattern), servlet);
            }
        });
        builder.add(new UrlPattern.Extension(".jsp"), pages);
        builder.add(new UrlPattern.Extension(".jspx"), pages);
        builder.add(new UrlPattern.Default(), fallback);
        return builder.build();
    }

    FilterPlan<FilterHolder> filterPlan() {
        return new FilterPlan<>(filterMappings());
    }
}
