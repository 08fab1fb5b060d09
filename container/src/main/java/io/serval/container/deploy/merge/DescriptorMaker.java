package io.serval.container.deploy.merge;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.SessionTrackingMode;

import io.serval.container.deploy.xml.WebXmlReader;
import io.serval.container.descriptor.CookieSettings;
import io.serval.container.descriptor.ErrorPageDeclaration;
import io.serval.container.descriptor.FilterDeclaration;
import io.serval.container.descriptor.FilterMappingDeclaration;
import io.serval.container.descriptor.JspPropertyGroup;
import io.serval.container.descriptor.LifecycleCallback;
import io.serval.container.descriptor.ListenerDeclaration;
import io.serval.container.descriptor.MultipartSettings;
import io.serval.container.descriptor.ServletDeclaration;
import io.serval.container.descriptor.ServletMappingDeclaration;
import io.serval.container.descriptor.SessionDeclaration;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.resource.DefaultServlet;
import io.serval.container.xml.Element;

/**
 * Turns a merged and checked tree into a {@link WebAppDescriptor}. The grammar has made sure that every text has its
 * form. Stateless.
 */
public final class DescriptorMaker {
    private DescriptorMaker() {
    }

    /**
     * @param root        a {@code web-app} element
     * @param orderedLibs names of the jars in fragment order, or {@code null}
     */
    public static WebAppDescriptor make(Element root, List<String> orderedLibs) {
        String[] version = WebXmlReader.version(root).split("\\.");
        return new WebAppDescriptor(root.text("display-name"), root.text("description"), Integer.parseInt(version[0]),
                Integer.parseInt(version[1]), WebXmlReader.metadataComplete(root), root.has("distributable"),
                root.has("deny-uncovered-http-methods"), root.text("default-context-path"),
                root.text("request-character-encoding"), root.text("response-character-encoding"),
                params(root, "context-param"), listeners(root), filters(root), filterMappings(root), servlets(root),
                servletMappings(root), session(root.child("session-config")), mimeMappings(root),
                welcomeFiles(root), errorPages(root), localeEncodings(root), taglibs(root), jspPropertyGroups(root),
                SecurityMaker.constraints(root), SecurityMaker.login(root.child("login-config")),
                SecurityMaker.roles(root), NamingMaker.entries(root), callbacks(root, "post-construct"),
                callbacks(root, "pre-destroy"), orderedLibs);
    }

    private static Map<String, String> params(Element parent, String name) {
        return map(parent.all(name), "param-name", "param-value");
    }

    private static Map<String, String> map(List<Element> elements, String key, String value) {
        Map<String, String> map = new LinkedHashMap<>();
        elements.forEach(each -> map.put(each.text(key), each.text(value)));
        return map;
    }

    private static List<ListenerDeclaration> listeners(Element root) {
        return root.all("listener").stream()
                .map(each -> new ListenerDeclaration(each.text("listener-class"), each.location())).toList();
    }

    private static List<FilterDeclaration> filters(Element root) {
        return root.all("filter").stream().map(each -> new FilterDeclaration(each.text("filter-name"),
                each.text("filter-class"), params(each, "init-param"), each.flag("async-supported"),
                each.location())).toList();
    }

    private static List<FilterMappingDeclaration> filterMappings(Element root) {
        return root.all("filter-mapping").stream().map(each -> new FilterMappingDeclaration(each.text("filter-name"),
                each.texts("url-pattern"), each.texts("servlet-name"),
                each.texts("dispatcher").stream().map(DispatcherType::valueOf).collect(Collectors.toSet()),
                each.location())).toList();
    }

    private static List<ServletDeclaration> servlets(Element root) {
        return root.all("servlet").stream().map(each -> new ServletDeclaration(each.text("servlet-name"),
                ourName(each.text("servlet-class")), each.text("jsp-file"), params(each, "init-param"),
                each.number("load-on-startup"), each.flag("async-supported"), each.flag("enabled", true),
                each.has("run-as") ? each.child("run-as").text("role-name") : null, roleRefs(each),
                multipart(each.child("multipart-config")), each.location())).toList();
    }

    /** Applications written for Tomcat name its default servlet to change how their files are served. */
    private static String ourName(String className) {
        return "org.apache.catalina.servlets.DefaultServlet".equals(className) ? DefaultServlet.class.getName()
                : className;
    }

    private static Map<String, String> roleRefs(Element servlet) {
        Map<String, String> refs = new LinkedHashMap<>();
        for (Element each : servlet.all("security-role-ref")) {
            String role = each.text("role-name");
            refs.put(role, each.has("role-link") ? each.text("role-link") : role);
        }
        return refs;
    }

    private static MultipartSettings multipart(Element config) {
        if (config == null) {
            return null;
        }
        MultipartSettings defaults = MultipartSettings.DEFAULT;
        return new MultipartSettings(config.has("location") ? config.text("location") : defaults.location(),
                config.has("max-file-size") ? Long.parseLong(config.text("max-file-size")) : defaults.maxFileSize(),
                config.has("max-request-size") ? Long.parseLong(config.text("max-request-size"))
                        : defaults.maxRequestSize(),
                config.has("file-size-threshold") ? config.number("file-size-threshold")
                        : defaults.fileSizeThreshold());
    }

    private static List<ServletMappingDeclaration> servletMappings(Element root) {
        return root.all("servlet-mapping").stream().map(each -> new ServletMappingDeclaration(
                each.text("servlet-name"), each.texts("url-pattern"), each.location())).toList();
    }

    private static SessionDeclaration session(Element config) {
        if (config == null) {
            return SessionDeclaration.NONE;
        }
        Set<SessionTrackingMode> modes =
                config.texts("tracking-mode").stream().map(SessionTrackingMode::valueOf).collect(Collectors.toSet());
        return new SessionDeclaration(config.number("session-timeout"), cookie(config.child("cookie-config")), modes);
    }

    private static CookieSettings cookie(Element config) {
        if (config == null) {
            return CookieSettings.NONE;
        }
        return new CookieSettings(config.text("name"), config.text("domain"), config.text("path"),
                said(config, "http-only"), said(config, "secure"), config.number("max-age"),
                map(config.all("attribute"), "attribute-name", "attribute-value"));
    }

    private static Boolean said(Element config, String name) {
        return config.has(name) ? config.flag(name) : null;
    }

    private static Map<String, String> mimeMappings(Element root) {
        Map<String, String> mappings = new LinkedHashMap<>();
        root.all("mime-mapping").forEach(
                each -> mappings.put(each.text("extension").toLowerCase(Locale.ROOT), each.text("mime-type")));
        return mappings;
    }

    private static List<String> welcomeFiles(Element root) {
        Set<String> files = new LinkedHashSet<>();
        root.all("welcome-file-list").forEach(each -> files.addAll(each.texts("welcome-file")));
        files.remove("");
        return List.copyOf(files);
    }

    private static List<ErrorPageDeclaration> errorPages(Element root) {
        return root.all("error-page").stream().map(each -> new ErrorPageDeclaration(each.number("error-code"),
                each.text("exception-type"), each.text("location"), each.location())).toList();
    }

    /** Several lists are one (§14.2); where they contradict each other the first counts, which is the application's. */
    private static Map<String, String> localeEncodings(Element root) {
        Map<String, String> encodings = new LinkedHashMap<>();
        root.all("locale-encoding-mapping-list").forEach(list ->
                map(list.all("locale-encoding-mapping"), "locale", "encoding").forEach(encodings::putIfAbsent));
        return encodings;
    }

    private static Map<String, String> taglibs(Element root) {
        Map<String, String> taglibs = new LinkedHashMap<>(map(root.all("taglib"), "taglib-uri", "taglib-location"));
        if (root.has("jsp-config")) {
            taglibs.putAll(map(root.child("jsp-config").all("taglib"), "taglib-uri", "taglib-location"));
        }
        return taglibs;
    }

    private static List<JspPropertyGroup> jspPropertyGroups(Element root) {
        return !root.has("jsp-config") ? List.of()
                : root.child("jsp-config").all("jsp-property-group").stream().map(DescriptorMaker::jspGroup).toList();
    }

    private static JspPropertyGroup jspGroup(Element group) {
        return new JspPropertyGroup(group.texts("url-pattern"), group.text("el-ignored"),
                group.text("error-on-el-not-found"), group.text("page-encoding"), group.text("scripting-invalid"),
                group.text("is-xml"), group.texts("include-prelude"), group.texts("include-coda"),
                group.text("deferred-syntax-allowed-as-literal"), group.text("trim-directive-whitespaces"),
                group.text("default-content-type"), group.text("buffer"),
                group.text("error-on-undeclared-namespace"));
    }

    private static List<LifecycleCallback> callbacks(Element root, String name) {
        return root.all(name).stream().map(each -> new LifecycleCallback(each.text("lifecycle-callback-class"),
                each.text("lifecycle-callback-method"))).toList();
    }
}
