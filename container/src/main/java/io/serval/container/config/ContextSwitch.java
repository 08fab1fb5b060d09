package io.serval.container.config;

/** The yes-or-no attributes of a {@code Context} element, with Tomcat's names; the default stands with each. */
public enum ContextSwitch implements SwitchAttribute {
    /** {@code getServletContext().getContext(path)} finds other applications of the host (false). */
    CROSS_CONTEXT("crossContext", false),
    /** The application may use the server's own servlets (false). */
    PRIVILEGED("privileged", false),
    /** Changed classes and jars make the application start anew (false). */
    RELOADABLE("reloadable", false),
    /** The defaults of {@code conf/context.xml} do not apply (false). */
    OVERRIDE("override", false),
    /** A redirect keeps a relative location as the application gave it (false, as Servlet 6.1 has it). */
    USE_RELATIVE_REDIRECTS("useRelativeRedirects", false),
    /** A redirect carries a short page that names the target (true, as Servlet 6.1 has it). */
    SEND_REDIRECT_BODY("sendRedirectBody", true),
    /** A request for {@code /app} is redirected to {@code /app/} before filters run (true). */
    MAPPER_CONTEXT_ROOT_REDIRECT("mapperContextRootRedirectEnabled", true),
    /** The same for directories below it (false). */
    MAPPER_DIRECTORY_REDIRECT("mapperDirectoryRedirectEnabled", false),
    /** {@code getResource} and its like take only paths that start with a slash (true, as Servlet 6.1 has it). */
    CONTEXT_GET_RESOURCE_REQUIRES_SLASH("contextGetResourceRequiresSlash", true),
    /** A request uses the session it names whether it asks for it or not (true, as Servlet 6.1 has it). */
    ALWAYS_ACCESS_SESSION("alwaysAccessSession", true),
    /** Paths given to {@code getRequestDispatcher} are encoded and get decoded (true). */
    DISPATCHERS_USE_ENCODED_PATHS("dispatchersUseEncodedPaths", true),
    /** What a servlet hands to a dispatcher is checked to be what it got, or a wrapper of that (false). */
    DISPATCHER_WRAPS_SAME_OBJECT("dispatcherWrapsSameObject", false),
    /** Request listeners also hear of forwards (false). */
    FIRE_REQUEST_LISTENERS_ON_FORWARDS("fireRequestListenersOnForwards", false),
    /** A wrapped response is closed after a forward as an unwrapped one is (true). */
    SUSPEND_WRAPPED_RESPONSE_AFTER_FORWARD("suspendWrappedResponseAfterForward", true),
    /** Multipart content is parsed for servlets without multipart configuration too (false). */
    ALLOW_CASUAL_MULTIPART_PARSING("allowCasualMultipartParsing", false),
    /** A missing upload directory is created (false). */
    CREATE_UPLOAD_TARGETS("createUploadTargets", false),
    /** The rest of an upload that was refused is read away, up to {@code maxSwallowSize} (true). */
    SWALLOW_ABORTED_UPLOADS("swallowAbortedUploads", true),
    /** More than one slash at the start of a path is kept as it is (false). */
    ALLOW_MULTIPLE_LEADING_SLASHES("allowMultipleLeadingForwardSlashInPath", false),
    /** A servlet that fails at start fails the application (false; a host can set another default). */
    FAIL_CTX_IF_SERVLET_START_FAILS("failCtxIfServletStartFails", false),
    /** Methods that no constraint covers are refused (false). */
    DENY_UNCOVERED_HTTP_METHODS("denyUncoveredHttpMethods", false),
    /** Credentials are looked at where nothing asks for them (false). */
    PREEMPTIVE_AUTHENTICATION("preemptiveAuthentication", false),
    /** {@code java:comp} is set up (true). */
    USE_NAMING("useNaming", true),
    /** The whole of the merged deployment descriptor is logged at start (false). */
    LOG_EFFECTIVE_WEB_XML("logEffectiveWebXml", false),
    /** Annotations for injection and lifecycle are not looked for (false). */
    IGNORE_ANNOTATIONS("ignoreAnnotations", false),
    /** {@code META-INF/resources} below {@code WEB-INF/classes} is served (false). */
    ADD_WEBINF_CLASSES_RESOURCES("addWebinfClassesResources", false),
    /** A WAR is unpacked, if the host unpacks WARs (true). */
    UNPACK_WAR("unpackWAR", true),
    /** Session identifiers travel in cookies (true). */
    COOKIES("cookies", true),
    /** The session cookie is out of reach of scripts (true). */
    USE_HTTP_ONLY("useHttpOnly", true),
    /** The session cookie carries {@code Partitioned} (false). */
    USE_PARTITIONED("usePartitioned", false),
    /** The path of the session cookie ends with a slash (false). */
    SESSION_COOKIE_PATH_USES_TRAILING_SLASH("sessionCookiePathUsesTrailingSlash", false),
    /** An identifier from a client is used for a new session only if another application knows it (true). */
    VALIDATE_CLIENT_PROVIDED_NEW_SESSION_ID("validateClientProvidedNewSessionId", true),
    /** References of the JDK into a stopped application are cleared (true). */
    CLEAR_REFERENCES("clearReferencesThreadLocals", true),
    /** Threads that a stopped application left behind are stopped by interruption (false). */
    CLEAR_REFERENCES_STOP_THREADS("clearReferencesStopThreads", false);

    private final String attribute;
    private final boolean byDefault;

    ContextSwitch(String attribute, boolean byDefault) {
        this.attribute = attribute;
        this.byDefault = byDefault;
    }

    @Override public String attribute() {
        return attribute;
    }

    @Override public boolean byDefault() {
        return byDefault;
    }
}
