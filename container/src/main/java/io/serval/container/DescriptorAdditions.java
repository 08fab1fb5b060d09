package io.serval.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.serval.container.config.KnownClassNames;
import io.serval.container.descriptor.ErrorPageDeclaration;
import io.serval.container.descriptor.ServletDeclaration;
import io.serval.container.descriptor.ServletMappingDeclaration;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebAppDescriptor;

/**
 * Adds to what an application declares: what a program or the administrator says, the default servlet, and our classes
 * in place of Tomcat's that a {@code web.xml} may name. Stateless.
 */
final class DescriptorAdditions {
    static final String DEFAULT_SERVLET = "default";
    private static final String JASPER = "org.apache.jasper.";
    private static final List<String> WELCOME_FILES = List.of("index.html", "index.htm", "index.jsp");

    private DescriptorAdditions() {
    }

    /** What a program says, on top of what is declared. */
    static WebAppDescriptor of(WebAppBuilder app, WebAppDescriptor declared) {
        List<String> welcome = app.welcomeFiles().isEmpty() ? declared.welcomeFiles() : app.welcomeFiles();
        return copy(declared, app.displayName() != null ? app.displayName() : declared.displayName(),
                merged(declared.contextParams(), app.initParameters()), declared.servlets(), declared.servletMappings(),
                merged(declared.mimeMappings(), app.mimeTypes()), welcome, joined(app.errorPages(),
                        declared.errorPages()), merged(declared.localeEncodings(), app.localeCharsets()));
    }

    /** The servlet that serves files at {@code /}, unless one of its name is declared; and the usual welcome files. */
    static WebAppDescriptor withDefaultServlet(WebAppDescriptor declared) {
        if (declared.servlets().stream().anyMatch(each -> each.name().equals(DEFAULT_SERVLET))) {
            return declared;
        }
        ServletDeclaration servlet = new ServletDeclaration(DEFAULT_SERVLET,
                "io.serval.container.resource.DefaultServlet", null, Map.of(), 1, true, true, null, Map.of(), null,
                SourceLocation.NONE);
        boolean taken = declared.servletMappings().stream().anyMatch(each -> each.patterns().contains("/"));
        List<ServletMappingDeclaration> mappings = taken ? declared.servletMappings() : joined(
                List.of(new ServletMappingDeclaration(DEFAULT_SERVLET, List.of("/"), SourceLocation.NONE)),
                declared.servletMappings());
        List<String> welcome = declared.welcomeFiles().isEmpty() ? WELCOME_FILES : declared.welcomeFiles();
        return copy(declared, declared.displayName(), declared.contextParams(),
                joined(List.of(servlet), declared.servlets()), mappings, declared.mimeMappings(), welcome,
                declared.errorPages(), declared.localeEncodings());
    }

    /**
     * Our servlets in place of Tomcat's. Jasper's is left out where it is not there: pages then have the container's
     * answer instead of a servlet that cannot be loaded.
     */
    static WebAppDescriptor withOurServlets(WebAppDescriptor declared, ClassLoader loader) {
        if (declared.servlets().stream().noneMatch(DescriptorAdditions::isTomcats)) {
            return declared;
        }
        List<ServletDeclaration> servlets = declared.servlets().stream()
                .filter(each -> each.className() == null || !each.className().startsWith(JASPER)
                        || isThere(each.className(), loader))
                .map(DescriptorAdditions::translated).toList();
        Set<String> names = Set.copyOf(servlets.stream().map(ServletDeclaration::name).toList());
        List<ServletMappingDeclaration> mappings = declared.servletMappings().stream()
                .filter(each -> names.contains(each.servletName())).toList();
        return copy(declared, declared.displayName(), declared.contextParams(), servlets, mappings,
                declared.mimeMappings(), declared.welcomeFiles(), declared.errorPages(), declared.localeEncodings());
    }

    private static boolean isTomcats(ServletDeclaration servlet) {
        return servlet.className() != null && servlet.className().startsWith("org.apache.");
    }

    private static boolean isThere(String className, ClassLoader loader) {
        return loader.getResource(className.replace('.', '/') + ".class") != null;
    }

    private static ServletDeclaration translated(ServletDeclaration servlet) {
        if (!isTomcats(servlet)) {
            return servlet;
        }
        return new ServletDeclaration(servlet.name(), KnownClassNames.translate(servlet.className()).className(),
                servlet.jspFile(), servlet.initParams(), servlet.loadOnStartup(), servlet.asyncSupported(),
                servlet.enabled(), servlet.runAs(), servlet.roleRefs(), servlet.multipart(), servlet.location());
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Map<String, String> merged(Map<String, String> below, Map<String, String> above) {
        Map<String, String> all = new LinkedHashMap<>(below);
        all.putAll(above);
        return all;
    }

    private static WebAppDescriptor copy(WebAppDescriptor of, String displayName, Map<String, String> contextParams,
                                         List<ServletDeclaration> servlets, List<ServletMappingDeclaration> mappings,
                                         Map<String, String> mimeMappings, List<String> welcomeFiles,
                                         List<ErrorPageDeclaration> errorPages,
                                         Map<String, String> localeEncodings) {
        return new WebAppDescriptor(displayName, of.description(), of.majorVersion(), of.minorVersion(),
                of.metadataComplete(), of.distributable(), of.denyUncoveredHttpMethods(), of.defaultContextPath(),
                of.requestCharacterEncoding(), of.responseCharacterEncoding(), contextParams, of.listeners(),
                of.filters(), of.filterMappings(), servlets, mappings, of.session(), mimeMappings, welcomeFiles,
                errorPages, localeEncodings, of.taglibs(), of.jspPropertyGroups(), of.securityConstraints(), of.login(),
                of.securityRoles(), of.namingEntries(), of.postConstructs(), of.preDestroys(), of.orderedLibs());
    }
}
