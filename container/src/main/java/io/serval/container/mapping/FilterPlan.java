package io.serval.container.mapping;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.DispatcherType;

/**
 * Which filters a request passes, in which order (Servlet 6.1 §6.2.4): those mapped by pattern in the order of their
 * mappings, then those mapped by servlet name. Immutable.
 *
 * @param <F> a filter; equal objects appear once in a chain
 */
public final class FilterPlan<F> {
    /** No filters. */
    private static final FilterPlan<?> NONE = new FilterPlan<>(List.of());

    private final Map<DispatcherType, List<FilterMapping<F>>> byType = new EnumMap<>(DispatcherType.class);

    /**
     * One mapping of a filter.
     *
     * @param pattern     or {@code null} if it is mapped by name
     * @param servletName or {@code null} if it is mapped by pattern; {@code *} for all servlets
     * @param dispatchers not empty
     */
    public record FilterMapping<F>(F filter, UrlPattern pattern, String servletName, Set<DispatcherType> dispatchers) {
        public FilterMapping {
            dispatchers = Set.copyOf(dispatchers);
        }

        private boolean appliesTo(String path, String name) {
            if (pattern == null) {
                return servletName.equals("*") || servletName.equals(name);
            }
            // For filters "/" has always been one path and not the default of all others.
            return path != null && (pattern instanceof UrlPattern.Default ? path.equals("/") : pattern.matches(path));
        }
    }

    /** @param mappings in the order of their declaration */
    public FilterPlan(List<FilterMapping<F>> mappings) {
        for (DispatcherType type : DispatcherType.values()) {
            List<FilterMapping<F>> byPattern = new ArrayList<>();
            List<FilterMapping<F>> byName = new ArrayList<>();
            for (FilterMapping<F> each : mappings) {
                if (each.dispatchers.contains(type)) {
                    (each.pattern != null ? byPattern : byName).add(each);
                }
            }
            byPattern.addAll(byName);
            byType.put(type, List.copyOf(byPattern));
        }
    }

    /** A plan without filters. */
    @SuppressWarnings("unchecked")
    public static <F> FilterPlan<F> none() {
        return (FilterPlan<F>) NONE;
    }

    /**
     * The filters of a dispatch.
     *
     * @param path        below the context, or {@code null} for a dispatch by name
     * @param servletName name of the servlet at the end of the chain
     * @return in the order of the chain; empty if there are none
     */
    public List<F> filters(String path, String servletName, DispatcherType type) {
        List<FilterMapping<F>> mappings = byType.get(type);
        if (mappings.isEmpty()) {
            return List.of();
        }
        Set<F> chain = new LinkedHashSet<>();
        for (FilterMapping<F> mapping : mappings) {
            if (mapping.appliesTo(path, servletName)) {
                chain.add(mapping.filter);
            }
        }
        return List.copyOf(chain);
    }
}
