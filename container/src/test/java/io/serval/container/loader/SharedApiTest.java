package io.serval.container.loader;

import java.util.List;

import jakarta.annotation.PostConstruct;
import jakarta.servlet.Servlet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.serval.container.resource.DefaultServlet;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SharedApiTest {
    private final SharedApi api = new SharedApi(getClass().getClassLoader());

    @Test void showsTheApisOfTheServer() throws Exception {
        assertSame(Servlet.class, api.loadClass("jakarta.servlet.Servlet"));
        assertSame(PostConstruct.class, api.loadClass("jakarta.annotation.PostConstruct"));
        assertNotNull(api.getResource("jakarta/servlet/resources/web-app_6_1.xsd"));
    }

    @Test void showsTheJdk() throws Exception {
        assertSame(List.class, api.loadClass("java.util.List"));
        assertSame(java.sql.Driver.class, api.loadClass("java.sql.Driver"));
    }

    @Test void showsTheServletThatDescriptorsName() throws Exception {
        assertSame(DefaultServlet.class, api.loadClass(DefaultServlet.class.getName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.serval.container.resource.DefaultServletSettings", "org.slf4j.Logger",
        "org.junit.jupiter.api.Test", "io.serval.container.loader.SharedApi"})
    void hidesTheRest(String name) throws Exception {
        assertNotNull(Class.forName(name, false, getClass().getClassLoader()));
        assertThrows(ClassNotFoundException.class, () -> api.loadClass(name));
        assertNull(api.getResource(name.replace('.', '/') + ".class"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"META-INF/services/jakarta.servlet.ServletContainerInitializer", "META-INF/MANIFEST.MF",
        "logback-test.xml"})
    void hidesResourcesOfTheServer(String name) {
        assertNull(api.getResource(name));
    }
}
