package io.serval.container.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.http.HttpServlet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.container.WebAppBuilder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Chapter 12, and the order of filters of chapter 6. */
class Servlet6_1Chapter12MappingIT {
    /** Answers with all that says how a request was mapped. */
    private static HttpServlet telling(String name) {
        return Probe.servlet((request, response) -> {
            var mapping = request.getHttpServletMapping();
            response.getWriter().print(String.join("|", name, String.valueOf(request.getServletPath()),
                    String.valueOf(request.getPathInfo()), String.valueOf(mapping.getMappingMatch()),
                    mapping.getPattern(), mapping.getMatchValue()));
        });
    }

    private static void table(WebAppBuilder app) {
        app.servlet("/foo/bar/*", telling("one")).servlet("/baz/*", telling("two")).servlet("/catalog",
                telling("three")).servlet("*.bop", telling("four")).servlet("", telling("root")).servlet("/",
                telling("default"));
    }

    @ParameterizedTest
    @CsvSource({
        "/foo/bar/index.html, one|/foo/bar|/index.html|PATH|/foo/bar/*|index.html",
        "/foo/bar/index.bop, one|/foo/bar|/index.bop|PATH|/foo/bar/*|index.bop",
        "/foo/bar, one|/foo/bar|null|PATH|/foo/bar/*|",
        "/baz, two|/baz|null|PATH|/baz/*|",
        "/baz/index.html, two|/baz|/index.html|PATH|/baz/*|index.html",
        "/catalog, three|/catalog|null|EXACT|/catalog|catalog",
        "/catalog/index.html, default|/catalog/index.html|null|DEFAULT|/|",
        "/catalog/racecar.bop, four|/catalog/racecar.bop|null|EXTENSION|*.bop|catalog/racecar",
        "/index.bop, four|/index.bop|null|EXTENSION|*.bop|index",
        "/index.BOP, default|/index.BOP|null|DEFAULT|/|",
        "/, root||/|CONTEXT_ROOT||",
    })
    void theTableOfTheSpecificationHolds(String path, String mapped) throws Exception {
        try (Probe probe = Probe.of(Servlet6_1Chapter12MappingIT::table)) {
            assertEquals(mapped, Probe.content(probe.get("/app" + path)));
        }
    }

    @Test void onePatternForTwoServletsFailsTheDeployment() {
        assertThrows(Exception.class, () -> Probe.of(app -> app.servlet("/same", telling("a"))
                .servlet("/same", telling("b"))).close());
    }

    @Test void filtersByPatternComeBeforeThoseByNameEachInItsOrder() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (Probe probe = Probe.of(app -> app.filter("n1", noting("name 1", heard), each -> byName(each, "target"))
                .filter("p1", noting("pattern 1", heard), each -> each.addMappingForUrlPatterns(null, true, "/t/*"))
                .filter("all", noting("every name", heard), each -> byName(each, "*"))
                .filter("p2", noting("pattern 2", heard), each -> each.addMappingForUrlPatterns(null, true, "/*"))
                .filter("inner", noting("forward", heard), each ->
                        each.addMappingForUrlPatterns(EnumSet.of(DispatcherType.FORWARD), true, "/*"))
                .servlet("target", Probe.servlet((request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        heard.add("service");
                        request.getRequestDispatcher("/t/again").forward(request, response);
                    }
                }), each -> each.addMapping("/t/*")))) {
            assertEquals(200, Probe.status(probe.get("/app/t/x")));
            assertEquals(List.of("pattern 1", "pattern 2", "name 1", "every name", "service", "forward"), heard);
        }
    }

    private static void byName(FilterRegistration.Dynamic filter, String servlet) {
        filter.addMappingForServletNames(null, true, servlet);
    }

    private static Filter noting(String name, List<String> heard) {
        return (request, response, chain) -> {
            heard.add(name);
            chain.doFilter(request, response);
        };
    }
}
