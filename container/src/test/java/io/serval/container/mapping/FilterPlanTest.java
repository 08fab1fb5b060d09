package io.serval.container.mapping;

import java.util.List;
import java.util.Set;

import jakarta.servlet.DispatcherType;

import org.junit.jupiter.api.Test;

import io.serval.container.mapping.FilterPlan.FilterMapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FilterPlanTest {
    private static final Set<DispatcherType> REQUEST = Set.of(DispatcherType.REQUEST);

    private static FilterMapping<String> pattern(String filter, String pattern) {
        return new FilterMapping<>(filter, UrlPattern.parse(pattern), null, REQUEST);
    }

    private static FilterMapping<String> servlet(String filter, String servlet) {
        return new FilterMapping<>(filter, null, servlet, REQUEST);
    }

    @Test void putsPatternsBeforeServletNamesEachInDeclaredOrder() {
        var plan = new FilterPlan<>(List.of(servlet("n1", "s"), pattern("p1", "/a/*"), servlet("n2", "*"),
                pattern("p2", "*.do"), servlet("n3", "other")));
        assertEquals(List.of("p1", "p2", "n1", "n2"), plan.filters("/a/x.do", "s", DispatcherType.REQUEST));
        assertEquals(List.of("n2"), plan.filters("/b", "t", DispatcherType.REQUEST));
    }

    @Test void callsAFilterOnceHoweverOftenItIsMapped() {
        var plan = new FilterPlan<>(List.of(pattern("f", "/*"), pattern("g", "/*"), pattern("f", "/a"),
                servlet("f", "s")));
        assertEquals(List.of("f", "g"), plan.filters("/a", "s", DispatcherType.REQUEST));
    }

    @Test void asksForTheKindOfDispatch() {
        var plan = new FilterPlan<>(List.of(pattern("request", "/*"), new FilterMapping<>("forward",
                UrlPattern.parse("/*"), null, Set.of(DispatcherType.FORWARD, DispatcherType.ERROR))));
        assertEquals(List.of("request"), plan.filters("/a", "s", DispatcherType.REQUEST));
        assertEquals(List.of("forward"), plan.filters("/a", "s", DispatcherType.FORWARD));
        assertEquals(List.of("forward"), plan.filters("/a", "s", DispatcherType.ERROR));
        assertEquals(List.of(), plan.filters("/a", "s", DispatcherType.INCLUDE));
    }

    @Test void matchesOnlyNamesInADispatchByName() {
        var plan = new FilterPlan<>(List.of(pattern("p", "/*"), servlet("n", "s")));
        assertEquals(List.of("n"), plan.filters(null, "s", DispatcherType.REQUEST));
    }

    @Test void takesASlashForTheRootOnly() {
        var plan = new FilterPlan<>(List.of(pattern("root", "/")));
        assertEquals(List.of("root"), plan.filters("/", "s", DispatcherType.REQUEST));
        assertEquals(List.of(), plan.filters("/a", "s", DispatcherType.REQUEST));
    }
}
