package io.serval.container.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What becomes of the class names in a configuration written for Tomcat. Immutable. */
public final class KnownClassNames {
    /** How Serval meets a name. */
    public enum Answer {
        /** Serval has a class that does the same. */
        EQUAL,
        /** What the class does Serval does always, or has no need of. */
        BUILT_IN,
        /** Serval does not do it yet. */
        NOT_YET,
        /** No class of Tomcat: the administrator's own, to be loaded. */
        FOREIGN
    }

    /**
     * @param answer    how the name is met
     * @param className ours if there is an equal, else the name as written
     */
    public record Translation(Answer answer, String className) { }

    private static final String TOMCAT = "org.apache.catalina.";
    private static final String VALVES = TOMCAT + "valves.";
    private static final String REALMS = TOMCAT + "realm.";
    private static final String OURS = "io.serval.container.";
    private static final Map<String, Translation> KNOWN = new HashMap<>();

    static {
        equal(TOMCAT + "servlets.DefaultServlet", OURS + "resource.DefaultServlet");
        equal(VALVES + "AccessLogValve", OURS + "accesslog.AccessLogValve");
        for (String valve : List.of("RemoteAddrValve", "RemoteHostValve", "RemoteCIDRValve", "RemoteIpValve",
                "ErrorReportValve")) {
            equal(VALVES + valve, OURS + "valve." + valve);
        }
        equal(VALVES + "HealthCheckValve", OURS + "management.HealthValve");
        for (String realm : List.of("UserDatabaseRealm", "MemoryRealm", "LockOutRealm", "CombinedRealm", "NullRealm",
                "AuthenticatedUserRealm")) {
            equal(REALMS + realm, OURS + "security.realm." + realm);
        }
        for (String kind : List.of("Basic", "Digest", "Form", "SSL", "NonLogin")) {
            equal(TOMCAT + "authenticator." + kind + "Authenticator", OURS + "security." + kind + "Authenticator");
        }
        for (String handler : List.of("MessageDigestCredentialHandler", "SecretKeyCredentialHandler",
                "NestedCredentialHandler")) {
            equal(REALMS + handler, OURS + "security.realm." + handler);
        }
        for (String listener : List.of("AprLifecycleListener", "OpenSSLLifecycleListener",
                "JreMemoryLeakPreventionListener", "ThreadLocalLeakPreventionListener", "JasperListener")) {
            builtIn(TOMCAT + "core." + listener);
        }
        builtIn(TOMCAT + "mbeans.GlobalResourcesLifecycleListener");
        builtIn(TOMCAT + "mbeans.ServerLifecycleListener");
        builtIn(TOMCAT + "users.MemoryUserDatabaseFactory");
        builtIn("org.apache.tomcat.util.http.Rfc6265CookieProcessor");
        builtIn(TOMCAT + "session.StandardManager");
        builtIn(TOMCAT + "loader.WebappLoader");
        builtIn(TOMCAT + "loader.ParallelWebappClassLoader");
        builtIn(TOMCAT + "webresources.StandardRoot");
        builtIn("org.apache.tomcat.util.scan.StandardJarScanner");
        builtIn("org.apache.tomcat.util.scan.StandardJarScanFilter");
        builtIn(TOMCAT + "util.StandardSessionIdGenerator");
        for (String core : List.of("StandardServer", "StandardService", "StandardEngine", "StandardHost",
                "StandardContext", "StandardThreadExecutor")) {
            builtIn(TOMCAT + "core." + core);
        }
        builtIn(TOMCAT + "startup.VersionLoggerListener");
        builtIn(TOMCAT + "startup.HostConfig");
        builtIn(TOMCAT + "startup.ContextConfig");
    }

    private KnownClassNames() {
    }

    private static void equal(String tomcat, String ours) {
        KNOWN.put(tomcat, new Translation(Answer.EQUAL, ours));
    }

    private static void builtIn(String tomcat) {
        KNOWN.put(tomcat, new Translation(Answer.BUILT_IN, tomcat));
    }

    /** What becomes of a class name. Names of Tomcat's packages that nothing here answers are not done yet. */
    public static Translation translate(String className) {
        Translation known = KNOWN.get(className);
        if (known != null) {
            return known;
        }
        boolean tomcats = className.startsWith(TOMCAT) || className.startsWith("org.apache.tomcat.")
                || className.startsWith("org.apache.coyote.");
        return new Translation(tomcats ? Answer.NOT_YET : Answer.FOREIGN, className);
    }
}
