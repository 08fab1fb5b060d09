package io.serval.container.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.HttpConstraintElement;
import jakarta.servlet.ServletSecurityElement;
import jakarta.servlet.annotation.ServletSecurity.TransportGuarantee;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.ValveConfig;
import io.serval.container.descriptor.LoginDeclaration;
import io.serval.container.descriptor.SecurityConstraint;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebAppDescriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SecuritySetupTest {
    private static final String ADA = "Basic " + Base64.getEncoder().encodeToString("ada:a".getBytes(StandardCharsets.UTF_8));

    private final Logger logger = (Logger) LoggerFactory.getLogger(SecurityReport.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach void listen() {
        logged.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(logged);
        logger.setAdditive(false);
    }

    @AfterEach void stop() {
        logger.detachAppender(logged);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private static WebAppDescriptor descriptor(LoginDeclaration login, List<String> roles,
                                               SecurityConstraint... constraints) {
        WebAppDescriptor d = WebAppDescriptor.EMPTY;
        return new WebAppDescriptor(null, null, 6, 1, false, false, false, null, null, null, Map.of(), d.listeners(),
                d.filters(), d.filterMappings(), d.servlets(), d.servletMappings(), d.session(), Map.of(), List.of(),
                d.errorPages(), Map.of(), Map.of(), List.of(), List.of(constraints), login, roles, List.of(),
                List.of(), List.of(), null);
    }

    private static SecurityHandler build(WebAppDescriptor descriptor, ContextSettings settings,
                                         ServletConstraints... servlets) {
        return new SecuritySetup("/shop", descriptor, settings, List.of(servlets),
                Set.copyOf(descriptor.securityRoles()), new TestRealm().user("ada", "a", "R1"), List.of()).build();
    }

    private List<String> messages() {
        return logged.list.stream().map(each -> each.getLevel() + " " + each.getFormattedMessage()).toList();
    }

    private static final LoginDeclaration BASIC = new LoginDeclaration("BASIC", null, null, null);

    @Test void bringsDescriptorServletsAndRealmTogether() throws Exception {
        var element = new ServletSecurityElement(new HttpConstraintElement(TransportGuarantee.NONE, "R1"));
        SecurityHandler handler = build(descriptor(BASIC, List.of("R1"), Constraints.on("/a").roles("*").build()),
                ContextSettings.DEFAULT, new ServletConstraints("buy", List.of("/buy"), element));

        for (String path : List.of("/a", "/buy")) {
            assertFalse(handler.admit(FakeRequest.get(path)), path);
            assertTrue(handler.admit(FakeRequest.get(path).header("Authorization", ADA)), path);
        }
        assertEquals(List.of(), messages());
    }

    @Test void reportsUncoveredMethodsAndRefusesThemWhenTold() throws Exception {
        WebAppDescriptor descriptor = descriptor(BASIC, List.of("R1"),
                Constraints.onMethods(List.of("GET"), "/a").roles("R1").build());
        SecurityHandler open = build(descriptor, ContextSettings.DEFAULT);
        SecurityHandler denying = build(descriptor,
                ContextSettings.DEFAULT.with(ContextSwitch.DENY_UNCOVERED_HTTP_METHODS, true));
        FakeRequest refused = new FakeRequest("PUT", "/a");

        assertTrue(open.admit(new FakeRequest("PUT", "/a")));
        assertFalse(denying.admit(refused));
        assertEquals(403, refused.status);
        assertTrue(messages().get(0).startsWith("WARN [/shop] pattern /a: methods all but GET are covered by no "),
                messages().get(0));
        assertTrue(messages().get(1).startsWith("INFO [/shop] pattern /a: "), messages().get(1));
    }

    @Test void reportsRolesThatNobodyDeclared() {
        build(descriptor(BASIC, List.of(), Constraints.on("/a").roles("boss", "**").build(),
                Constraints.on("/b").roles("*").build()), ContextSettings.DEFAULT);

        assertEquals(2, logged.list.size(), messages().toString());
        assertTrue(messages().get(0).contains("web.xml:7:3: auth-constraint names roles [boss]"), messages().get(0));
        assertTrue(messages().get(1).contains("nobody may enter"), messages().get(1));
    }

    @Test void followsTheSwitchesAndTheAuthenticatorValveOfTheContext() throws Exception {
        ContextSettings preemptive = ContextSettings.DEFAULT.with(ContextSwitch.PREEMPTIVE_AUTHENTICATION, true);
        ContextSettings always = preemptive.withValves(List.of(new ValveConfig(
                "io.serval.container.security.BasicAuthenticator", Map.of("alwaysUseSession", "true"),
                SourceLocation.NONE)));
        FakeRequest plain = FakeRequest.get("/").header("Authorization", ADA);
        FakeRequest withSession = FakeRequest.get("/").header("Authorization", ADA);
        build(descriptor(BASIC, List.of()), preemptive).admit(plain);
        build(descriptor(BASIC, List.of()), always).admit(withSession);

        assertEquals("ada", plain.identity().name());
        assertNull(plain.session);
        assertEquals("ada", withSession.identity().name());
        assertNotNull(withSession.session.note);
    }
}
