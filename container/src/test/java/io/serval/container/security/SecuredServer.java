package io.serval.container.security;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.restassured.RestAssured;
import io.restassured.filter.cookie.CookieFilter;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import io.serval.connector.ConnectorConfig;
import io.serval.connector.HttpConnector;
import io.serval.container.descriptor.ErrorPageDeclaration;
import io.serval.container.descriptor.LoginDeclaration;
import io.serval.container.descriptor.SecurityConstraint;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.engine.SecuritySource;
import io.serval.container.spi.Realm;
import io.serval.container.testing.TestApp;

/** An application with constraints behind a real port, and a browser that keeps cookies and follows nothing. */
final class SecuredServer implements AutoCloseable {
    private final TestApp app;
    private final HttpConnector connector;
    private final CookieFilter cookies = new CookieFilter();

    private SecuredServer(TestApp app) throws Exception {
        this.app = app;
        connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1").withPort(0), app.engine());
        connector.start();
    }

    static SecuredServer start(WebAppDescriptor descriptor, Realm realm, Consumer<TestApp.Setup> setup)
            throws Exception {
        SecuritySource security = context -> new SecuritySetup("/app", descriptor, context.facts().settings(),
                context.servletConstraints(), context.roles(), realm, List.of()).build();
        return new SecuredServer(TestApp.of("/app", descriptor, setup, each -> each.withSecurity(security)));
    }

    static WebAppDescriptor descriptor(LoginDeclaration login, SecurityConstraint... constraints) {
        WebAppDescriptor d = WebAppDescriptor.EMPTY;
        return new WebAppDescriptor(null, null, 6, 1, false, false, false, null, null, null, Map.of(), d.listeners(),
                d.filters(), d.filterMappings(), d.servlets(), d.servletMappings(), d.session(), Map.of(), List.of(),
                List.of(new ErrorPageDeclaration(401, null, "/error401", null)), Map.of(), Map.of(), List.of(),
                List.of(constraints), login, List.of("R1", "R2"), List.of(), List.of(), List.of(), null);
    }

    int port() {
        return connector.localPort();
    }

    RequestSpecification request() {
        return RestAssured.given().baseUri("http://127.0.0.1").port(port()).filter(cookies).redirects().follow(false);
    }

    /** With credentials of the Basic scheme. */
    RequestSpecification as(String user, String password) {
        return request().auth().preemptive().basic(user, password);
    }

    Response get(String pathAndQuery) {
        return request().get(pathAndQuery);
    }

    Response post(String pathAndQuery, String form) {
        return request().contentType("application/x-www-form-urlencoded").body(form).post(pathAndQuery);
    }

    @Override public void close() {
        connector.stop();
        app.close();
    }
}
