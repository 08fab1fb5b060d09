package io.serval.container.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import jakarta.servlet.HttpConstraintElement;
import jakarta.servlet.HttpMethodConstraintElement;
import jakarta.servlet.ServletSecurityElement;
import jakarta.servlet.annotation.ServletSecurity.EmptyRoleSemantic;
import jakarta.servlet.annotation.ServletSecurity.TransportGuarantee;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.serval.container.descriptor.SecurityConstraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SecurityPlanTest {
    /** The example of Servlet 6.1 §13.8.2. */
    private static final List<SecurityConstraint> ACME = List.of(
            Constraints.onAllBut(List.of("GET", "POST"), "/*", "/acme/wholesale/*", "/acme/retail/*").roles().build(),
            Constraints.onMethods(List.of("GET", "PUT"), "/acme/wholesale/*").roles("SALESCLERK").build(),
            Constraints.onMethods(List.of("GET", "POST"), "/acme/wholesale/*").roles("CONTRACTOR").confidential()
                    .build(),
            Constraints.onMethods(List.of("GET", "POST"), "/acme/retail/*").roles("CONTRACTOR", "HOMEOWNER").build());

    private static SecurityPlan plan(SecurityConstraint... constraints) {
        return SecurityPlan.of(List.of(constraints), List.of(), Set.of("R1", "R2"), false);
    }

    private static String rule(SecurityPlan plan, String method, String path) {
        Rule rule = plan.rule(method, path);
        String who = rule.access() == Rule.Access.ROLES ? String.join("+", new TreeSet<>(rule.roles()))
                : rule.access().name();
        return rule.confidential() ? who + " TLS" : who;
    }

    @ParameterizedTest(name = "{0} {1} asks for {2}")
    @CsvSource({
        "GET,    /,                     EVERYBODY",
        "POST,   /index.html,           EVERYBODY",
        "DELETE, /index.html,           NOBODY",
        "HEAD,   /index.html,           NOBODY",
        "GET,    /acme/wholesale/1,     CONTRACTOR+SALESCLERK",
        "GET,    /acme/wholesale,       CONTRACTOR+SALESCLERK",
        "POST,   /acme/wholesale/1,     CONTRACTOR TLS",
        "PUT,    /acme/wholesale/1,     NOBODY",
        "DELETE, /acme/wholesale/1,     NOBODY",
        "GET,    /acme/retail/1,        CONTRACTOR+HOMEOWNER",
        "POST,   /acme/retail/1,        CONTRACTOR+HOMEOWNER",
        "PUT,    /acme/retail/1,        NOBODY",
        "GET,    /acme/wholesalers,     EVERYBODY",
        "get,    /acme/retail/1,        NOBODY"
    })
    void combinesTheExampleOfTheSpecification(String method, String path, String expected) {
        SecurityPlan plan = SecurityPlan.of(ACME, List.of(), Set.of(), false);

        assertEquals(expected, rule(plan, method, path));
    }

    @Test void takesTheConstraintsOfTheBestPatternOnly() {
        SecurityPlan plan = plan(
                Constraints.on("/*").roles("prefix").build(),
                Constraints.on("/a/b/*").roles("longer").build(),
                Constraints.on("/a/b/c").roles("exact").build(),
                Constraints.on("*.do").roles("extension").build(),
                Constraints.on("").roles("root").build());

        assertEquals("exact", rule(plan, "GET", "/a/b/c"));
        assertEquals("longer", rule(plan, "GET", "/a/b/c/d.do"));
        assertEquals("prefix", rule(plan, "GET", "/x.do"));
        assertEquals("root", rule(plan, "GET", "/"));
    }

    @Test void fallsFromExtensionToDefault() {
        SecurityPlan plan = plan(Constraints.on("*.do").roles("extension").build(),
                Constraints.on("/").roles("default").build());

        assertEquals("extension", rule(plan, "GET", "/a/x.do"));
        assertEquals("default", rule(plan, "GET", "/a/x.dos"));
        assertEquals("default", rule(plan, "GET", "/"));
    }

    @Test void opensWhereOneConstraintHasNoAuthConstraint() {
        SecurityPlan plan = plan(Constraints.on("/a").roles("R1").build(), Constraints.on("/a").build());

        assertEquals("EVERYBODY", rule(plan, "GET", "/a"));
    }

    @Test void shutsWhereOneAuthConstraintIsEmptyWhateverTheOthersSay() {
        SecurityPlan plan = plan(Constraints.on("/a").roles("R1").build(), Constraints.on("/a").build(),
                Constraints.on("/a").roles().build());

        assertEquals("NOBODY", rule(plan, "GET", "/a"));
    }

    @Test void readsTheStarAsAllDeclaredRolesAndTwoStarsAsAnyUser() {
        assertEquals("R1+R2", rule(plan(Constraints.on("/a").roles("*").build()), "GET", "/a"));
        assertEquals("AUTHENTICATED", rule(plan(Constraints.on("/a").roles("**", "R1").build()), "GET", "/a"));
    }

    @Test void takesTwoStarsForAnOrdinaryRoleWhereTheApplicationDeclaresIt() {
        SecurityPlan plan = SecurityPlan.of(List.of(Constraints.on("/a").roles("**").build()), List.of(),
                Set.of("**"), false);

        assertEquals("**", rule(plan, "GET", "/a"));
    }

    @Test void acceptsEachKindOfConnectionThatOneConstraintAccepts() {
        assertEquals("R1+R2", rule(plan(Constraints.on("/a").roles("R1").confidential().build(),
                Constraints.on("/a").roles("R2").build()), "GET", "/a"));
        assertEquals("EVERYBODY TLS", rule(plan(Constraints.on("/a").confidential().build()), "GET", "/a"));
    }

    @Test void namesTheMethodsThatNoConstraintCovers() {
        SecurityPlan plan = plan(
                Constraints.onMethods(List.of("GET", "POST"), "/named").roles("R1").build(),
                Constraints.onAllBut(List.of("GET"), "/omitted").roles("R1").build(),
                Constraints.onAllBut(List.of("GET"), "/both").roles("R1").build(),
                Constraints.onMethods(List.of("GET"), "/both").roles("R1").build(),
                Constraints.on("/all").roles("R1").build());

        assertEquals("{/named=all but GET, POST, /omitted=GET}", plan.uncovered().toString());
        assertEquals("EVERYBODY", rule(plan, "PUT", "/named"));
    }

    @Test void deniesUncoveredMethodsWhenTold() {
        SecurityPlan plan = SecurityPlan.of(List.of(
                Constraints.onMethods(List.of("GET"), "/named").roles("R1").build()), List.of(), Set.of(), true);

        assertEquals("R1", rule(plan, "GET", "/named"));
        assertEquals("NOBODY", rule(plan, "POST", "/named"));
        assertEquals("EVERYBODY", rule(plan, "POST", "/elsewhere"));
    }

    @Test void ignoresOmissionsBesideNamedMethods() {
        SecurityPlan plan = plan(Constraints.on("/none").and(List.of("/a"), List.of("GET"), List.of("PUT"))
                .roles("R1").build());

        assertEquals("R1", rule(plan, "GET", "/a"));
        assertEquals("EVERYBODY", rule(plan, "DELETE", "/a"));
    }

    @Test void isOpenWithoutConstraints() {
        assertSame(SecurityPlan.OPEN, plan());
        assertTrue(SecurityPlan.OPEN.isOpen());
        assertSame(Rule.OPEN, SecurityPlan.OPEN.rule("GET", "/"));
    }

    @Test void saysWhereABadPatternStands() {
        var failure = assertThrows(IllegalArgumentException.class,
                () -> plan(Constraints.on("admin/*").roles("R1").build()));

        assertTrue(failure.getMessage().startsWith("web.xml:7:3: security-constraint: "), failure.getMessage());
        assertTrue(failure.getMessage().contains("admin/*"), failure.getMessage());
    }

    private static SecurityPlan annotated(ServletSecurityElement element, SecurityConstraint... declared) {
        Collection<ServletConstraints> servlets = List.of(
                new ServletConstraints("shop", List.of("/shop/*", "/buy"), element));
        return SecurityPlan.of(List.of(declared), servlets, Set.of(), false);
    }

    /** The code examples of Servlet 6.1 §13.4.1.3, by number. */
    @Test void readsAnnotationsAsTheExamplesOfTheSpecificationDo() {
        var allRoles = new HttpConstraintElement(TransportGuarantee.NONE, "R1");
        var get = new HttpMethodConstraintElement("GET", allRoles);
        var post = new HttpMethodConstraintElement("POST",
                new HttpConstraintElement(TransportGuarantee.CONFIDENTIAL, "R1"));
        var trace = new HttpMethodConstraintElement("TRACE", new HttpConstraintElement(EmptyRoleSemantic.DENY));
        var openGet = new HttpMethodConstraintElement("GET");

        var nothing = annotated(new ServletSecurityElement());
        assertSame(SecurityPlan.OPEN, nothing);

        var tls = annotated(new ServletSecurityElement(new HttpConstraintElement(TransportGuarantee.CONFIDENTIAL)));
        assertEquals("EVERYBODY TLS", rule(tls, "GET", "/shop/1"));

        var denied = annotated(new ServletSecurityElement(new HttpConstraintElement(EmptyRoleSemantic.DENY)));
        assertEquals("NOBODY", rule(denied, "GET", "/buy"));

        var roles = annotated(new ServletSecurityElement(allRoles));
        assertEquals("R1", rule(roles, "PATCH", "/buy"));

        var methods = annotated(new ServletSecurityElement(List.of(get, post)));
        assertEquals("R1", rule(methods, "GET", "/buy"));
        assertEquals("R1 TLS", rule(methods, "POST", "/buy"));
        assertEquals("EVERYBODY", rule(methods, "PUT", "/buy"));
        assertEquals(Set.of("/shop/*", "/buy"), methods.uncovered().keySet());

        var exceptGet = annotated(new ServletSecurityElement(allRoles, List.of(openGet)));
        assertEquals("EVERYBODY", rule(exceptGet, "GET", "/buy"));
        assertEquals("R1", rule(exceptGet, "POST", "/buy"));
        assertEquals(Map.of(), exceptGet.uncovered());

        var exceptTrace = annotated(new ServletSecurityElement(allRoles, List.of(trace)));
        assertEquals("NOBODY", rule(exceptTrace, "TRACE", "/buy"));
        assertEquals("R1", rule(exceptTrace, "GET", "/buy"));
    }

    @Test void letsTheDescriptorKeepThePatternsThatItConstrains() {
        var deny = new ServletSecurityElement(new HttpConstraintElement(EmptyRoleSemantic.DENY));
        SecurityPlan plan = annotated(deny, Constraints.on("/buy").roles("R1").build());

        assertEquals("R1", rule(plan, "GET", "/buy"));
        assertEquals("NOBODY", rule(plan, "GET", "/shop/1"));
    }
}
