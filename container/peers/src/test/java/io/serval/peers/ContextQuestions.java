package io.serval.peers;

import java.io.IOException;
import java.util.EnumSet;
import java.util.EventListener;
import java.util.List;
import java.util.TreeSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import static io.serval.peers.Question.SAID;
import static io.serval.peers.Question.attempt;
import static io.serval.peers.Question.get;
import static io.serval.peers.Question.of;
import static io.serval.peers.Question.say;
import static io.serval.peers.Question.servlet;

/** Servlet 6.1 chapters 2, 4, 6 and 12. */
final class ContextQuestions {
    /** Does nothing, for those who ask for a class. */
    public static class Any extends HttpServlet { }

    /** Lets all pass. */
    public static class Pass extends HttpFilter { }

    private ContextQuestions() { }

    static List<Question> all() {
        return List.of(
                of("resources", (request, response) -> {
                    ServletContext context = request.getServletContext();
                    say("no slash", () -> context.getResource("none"));
                    say("null", () -> context.getResource(null));
                    say("missing", () -> context.getResource("/none"));
                    say("outside", () -> context.getResource("/../work"));
                    say("paths", () -> context.getResourcePaths("/none/"));
                    say("paths, no slash", () -> context.getResourcePaths("none"));
                    say("paths, null", () -> context.getResourcePaths(null));
                    say("real", () -> context.getRealPath("/none/x") != null);
                    say("real, root", () -> context.getRealPath("/").endsWith("/"));
                    say("real, null", () -> context.getRealPath(null));
                    say("real, outside", () -> context.getRealPath("/../x"));
                    say("real, no slash", () -> context.getRealPath("x") != null);
                }),
                of("types of files", (request, response) -> {
                    ServletContext context = request.getServletContext();
                    for (String file : List.of("a.html", "a.HTML", "a.tar.gz", "noext", ".html", "a.b/c", "a.js",
                            "a.class", "a.xml", "a.json")) {
                        say(file, () -> context.getMimeType(file));
                    }
                    say("null", () -> context.getMimeType(null));
                }),
                of("a context", (request, response) -> {
                    ServletContext context = request.getServletContext();
                    say("other", () -> context.getContext("none"));
                    say("null", () -> context.getContext(null));
                    say("self", () -> context.getContext(context.getContextPath()) == context);
                    say("versions", () -> context.getMajorVersion() + "." + context.getMinorVersion() + " "
                            + context.getEffectiveMajorVersion() + "." + context.getEffectiveMinorVersion());
                    say("name", context::getServletContextName);
                    say("jsp", context::getJspConfigDescriptor);
                    say("encodings", () -> context.getRequestCharacterEncoding() + " "
                            + context.getResponseCharacterEncoding());
                    say("timeout", context::getSessionTimeout);
                    say("tracking", () -> new TreeSet<>(context.getEffectiveSessionTrackingModes()));
                    say("parameter", () -> context.getInitParameter(null));
                    attempt("attribute", () -> context.setAttribute(null, "v"));
                    say("attribute", () -> context.getAttribute(null));
                    attempt("late", () -> context.addServlet("late", Any.class));
                }),
                of("registrations", context -> {
                    SAID.clear();
                    attempt("no name", () -> context.addServlet("", Any.class));
                    attempt("null name", () -> context.addServlet(null, Any.class));
                    ServletRegistration.Dynamic servlet = context.addServlet("any", Any.class);
                    say("again", () -> context.addServlet("any", Any.class));
                    attempt("no mapping", () -> servlet.addMapping());
                    attempt("null parameter", () -> servlet.setInitParameter("a", null));
                    say("parameter", () -> servlet.setInitParameter("b", "1") + " " + servlet.setInitParameter("b", "2"));
                    attempt("role", () -> servlet.setRunAsRole(null));
                    attempt("security", () -> servlet.setServletSecurity(null));
                    attempt("multipart", () -> servlet.setMultipartConfig(null));
                    attempt("listener", () -> context.addListener(new EventListener() { }));
                    attempt("made listener", () -> context.createListener(ServletContextListener.class));
                    attempt("made servlet", () -> context.createServlet(HttpServlet.class));
                    FilterRegistration.Dynamic filter = context.addFilter("pass", Pass.class);
                    attempt("filter for nothing", () -> filter.addMappingForUrlPatterns(null, true));
                    attempt("filter for none", () -> filter.addMappingForServletNames(
                            EnumSet.of(DispatcherType.REQUEST), true, "none"));
                    List<String> said = List.copyOf(SAID);
                    servlet(context, (request, response) -> said.forEach(Question::say), "/s/*");
                }, List.of(get("CTX/s/x"))),
                of("mappings", context -> {
                    for (String pattern : List.of("/a/*", "*.x", "", "/e")) {
                        servlet(context, (request, response) -> say(pattern + ": " + mapping(request)), pattern);
                    }
                }, List.of(get("CTX/a"), get("CTX/a/"), get("CTX/a/b.x"), get("CTX/b.x"), get("CTX/b.x/c"), get("CTX/"),
                        get("CTX/e"), get("CTX/e/"), get("CTX/none"), get("CTX/E"), get("CTX/.x"), get("CTX/b.X"),
                        get("CTX/a;p/b"))),
                of("filters", context -> {
                    servlet(context, (request, response) -> { }, "/s/*");
                    for (String pattern : List.of("/*", "/", "/s", "/s/*", "*.x", "")) {
                        context.addFilter("f " + pattern, new HttpFilter() {
                            @Override protected void doFilter(HttpServletRequest request, HttpServletResponse response,
                                    FilterChain chain) throws IOException, ServletException {
                                say("filter " + pattern);
                                chain.doFilter(request, response);
                            }
                        }).addMappingForUrlPatterns(null, true, pattern);
                    }
                }, List.of(get("CTX/s"), get("CTX/s/b.x"), get("CTX/"), get("CTX/t"))),
                of("failures", (request, response) -> {
                    response.setHeader("X-Before", "1");
                    switch (request.getParameter("how")) {
                        case "io" -> throw new IOException("x");
                        case "error" -> throw new AssertionError("x");
                        case "gone" -> throw new UnavailableException("x");
                        default -> throw new IllegalStateException("x");
                    }
                }, get("CTX/s/x?how=io"), get("CTX/s/x?how=error"), get("CTX/s/x?how=state"),
                        get("CTX/s/x?how=gone"), get("CTX/s/x?how=state")),
                of("methods", context -> context.addServlet("get", new HttpServlet() {
                    @Override protected void doGet(HttpServletRequest request, HttpServletResponse response)
                            throws IOException {
                        response.getWriter().print("got");
                    }
                }).addMapping("/s/*"), List.of(Question.request("POST", "CTX/s/x", "a"),
                        Question.request("OPTIONS", "CTX/s/x", ""), Question.request("HEAD", "CTX/s/x", ""),
                        Question.request("TRACE", "CTX/s/x", ""), Question.request("BREW", "CTX/s/x", ""),
                        Question.request("PATCH", "CTX/s/x", ""))));
    }

    private static String mapping(HttpServletRequest request) {
        HttpServletMapping mapping = request.getHttpServletMapping();
        return request.getServletPath() + " " + request.getPathInfo() + " " + mapping.getMappingMatch() + " "
                + mapping.getPattern() + " " + mapping.getMatchValue();
    }
}
