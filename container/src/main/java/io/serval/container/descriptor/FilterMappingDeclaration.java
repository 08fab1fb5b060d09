package io.serval.container.descriptor;

import java.util.List;
import java.util.Set;

import jakarta.servlet.DispatcherType;

/**
 * A {@code filter-mapping} element: which requests pass a filter.
 *
 * @param filterName   name of the filter
 * @param urlPatterns  may be empty
 * @param servletNames may be empty; {@code *} means every servlet
 * @param dispatchers  kinds of dispatch it applies to; empty means {@code REQUEST}
 * @param location     where it was declared
 */
public record FilterMappingDeclaration(String filterName, List<String> urlPatterns, List<String> servletNames,
                                       Set<DispatcherType> dispatchers, SourceLocation location) {
    public FilterMappingDeclaration {
        urlPatterns = List.copyOf(urlPatterns);
        servletNames = List.copyOf(servletNames);
        dispatchers = Set.copyOf(dispatchers);
    }
}
