package io.serval.container.security;

import java.util.ArrayList;
import java.util.List;

import io.serval.container.descriptor.SecurityConstraint;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebResourceCollection;

/** Writes {@code security-constraint} elements in one line of test code. */
final class Constraints {
    private final List<WebResourceCollection> collections = new ArrayList<>();
    private List<String> roles;
    private String transport = "NONE";

    static Constraints on(String... patterns) {
        return new Constraints().and(List.of(patterns), List.of(), List.of());
    }

    static Constraints onMethods(List<String> methods, String... patterns) {
        return new Constraints().and(List.of(patterns), methods, List.of());
    }

    static Constraints onAllBut(List<String> omissions, String... patterns) {
        return new Constraints().and(List.of(patterns), List.of(), omissions);
    }

    Constraints and(List<String> patterns, List<String> methods, List<String> omissions) {
        collections.add(new WebResourceCollection("test", patterns, methods, omissions));
        return this;
    }

    /** An {@code auth-constraint}; without a role it lets nobody in. */
    Constraints roles(String... names) {
        roles = List.of(names);
        return this;
    }

    Constraints confidential() {
        transport = "CONFIDENTIAL";
        return this;
    }

    SecurityConstraint build() {
        return new SecurityConstraint(null, collections, roles, transport, new SourceLocation("web.xml", 7, 3));
    }
}
