package io.serval.container.security;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class MethodSetTest {
    private static final List<MethodSet> SETS = List.of(MethodSet.ALL, MethodSet.NONE,
            MethodSet.of(List.of("GET")), MethodSet.of(List.of("GET", "PUT")), MethodSet.allBut(List.of("GET")),
            MethodSet.allBut(List.of("PUT", "POST")));
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "PURGE");

    static Stream<MethodSet[]> pairs() {
        return SETS.stream().flatMap(one -> SETS.stream().map(other -> new MethodSet[] {one, other}));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @MethodSource("pairs")
    void unitesAndComplementsAsSetsDo(MethodSet one, MethodSet other) {
        for (String method : METHODS) {
            assertEquals(one.contains(method) || other.contains(method), one.union(other).contains(method), method);
            assertEquals(!one.contains(method), one.complement().contains(method), method);
        }
    }
}
