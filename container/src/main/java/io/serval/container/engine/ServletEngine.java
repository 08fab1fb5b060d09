package io.serval.container.engine;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import jakarta.servlet.DispatcherType;

import io.serval.container.config.ContextSwitch;
import io.serval.container.config.RequestSettings;
import io.serval.container.mapping.PathNormalizer;
import io.serval.container.servlet.DispatchTarget;
import io.serval.container.servlet.RequestView;
import io.serval.container.servlet.ServletContextImpl;
import io.serval.container.spi.Valve;
import io.serval.http.FieldName;
import io.serval.http.HttpException;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.RequestTarget;
import io.serval.http.Status;

/**
 * Takes each exchange of a connector to the web application it is for. One engine for each connector; several share one
 * {@link HostTable}. Safe for any thread.
 *
 * <p>A path that was asked for before is one lookup in a bounded table; others are normalised, and found by host,
 * longest context path and version.
 */
public final class ServletEngine implements HttpHandler {
    private static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final HostTable hosts;
    private final RequestSettings settings;
    private final PathNormalizer normalizer;
    /** By name of the host: the way through its valves, where it has any, to {@link #serve}. */
    private final Map<String, HttpHandler> valved = new HashMap<>();

    /**
     * @param hosts    to look up applications in
     * @param settings what the connector says about requests
     */
    public ServletEngine(HostTable hosts, RequestSettings settings) {
        this.hosts = hosts;
        this.settings = settings;
        this.normalizer = new PathNormalizer(settings.encodedSlash(), settings.encodedBackslash());
        for (RoutedHost host : hosts.table().hosts()) {
            if (!host.valves().isEmpty()) {
                String name = host.name();
                valved.put(name, Valve.chain(host.valves(), passed -> serve(hosts.table().named(name), passed)));
            }
        }
    }

    @Override public void handle(HttpExchange exchange) throws IOException {
        RoutedHost host = hosts.table().host(exchange.head().authority());
        if (!host.valves().isEmpty()) {
            valved.get(host.name()).handle(exchange);
            return;
        }
        Route route = route(host, exchange);
        if (route == null) {
            return;
        }
        WebApp app = route.app();
        boolean taken = app.hasValves()
                ? app.handleByValves(exchange, route.view(), settings)
                : app.handle(exchange, route.view(), settings);
        if (!taken) {
            retry(exchange, app);
        }
    }

    /** As {@link #handle}, behind the valves of the host. */
    private void serve(RoutedHost host, HttpExchange exchange) throws IOException {
        Route route = route(host, exchange);
        if (route != null && !route.app().handleByValves(exchange, route.view(), settings)) {
            retry(exchange, route.app());
        }
    }

    /** The application has stopped between the lookup and the call: perhaps another has its place by now. */
    private void retry(HttpExchange exchange, WebApp stopped) throws IOException {
        RoutedHost host = hosts.table().host(exchange.head().authority());
        Route route = route(host, exchange);
        boolean taken = route == null || route.app() != stopped
                && route.app().handleByValves(exchange, route.view(), settings);
        if (!taken) {
            unavailable(host, exchange);
        }
    }

    /** Where an exchange goes, or {@code null} if it has been answered here. */
    private Route route(RoutedHost host, HttpExchange exchange) throws IOException {
        RequestTarget target = exchange.head().target();
        Route known = host.routes().get(target.path());
        if (known == null) {
            exchange.attach(new LoggedRequest(host.name(), null, null));
            known = find(host, target, exchange);
        }
        if (known == null || isTraceRefused(host, exchange)) {
            return null;
        }
        return target.query() == null ? known : withQuery(known, target.query());
    }

    private static Route withQuery(Route route, String query) {
        RequestView view = route.view();
        return new Route(route.app(),
                new RequestView(view.target(), view.servlet(), view.requestUri(), query, view.type()));
    }

    private boolean isTraceRefused(RoutedHost host, HttpExchange exchange) throws IOException {
        if (settings.allowTrace() || !exchange.head().method().equals("TRACE")) {
            return false;
        }
        exchange.response().fields().set(FieldName.ALLOW, ALLOWED);
        refuse(host, exchange, Status.METHOD_NOT_ALLOWED);
        return true;
    }

    private Route find(RoutedHost host, RequestTarget target, HttpExchange exchange) throws IOException {
        if (target.form() == RequestTarget.Form.ASTERISK) {
            answerServerWide(host, exchange);
            return null;
        }
        if (target.form() == RequestTarget.Form.AUTHORITY) {
            refuse(host, exchange, Status.NOT_IMPLEMENTED);
            return null;
        }
        String path;
        try {
            path = normalizer.normalize(target.path());
        } catch (HttpException e) {
            Route route = refused(host, target, exchange, e.status());
            if (route == null) {
                refuse(host, exchange, e.status());
            }
            return route;
        }
        return find(host, path, target, exchange);
    }

    /** To the application that a malformed path seems to be for, if it has an error page of its own. */
    private static Route refused(RoutedHost host, RequestTarget target, HttpExchange exchange, Status status) {
        ContextVersions versions = host.find(target.path());
        WebApp app = versions == null ? null : versions.isOne() ? versions.latest() : versions.choose(exchange);
        if (app == null || app.state() != AppState.RUNNING) {
            return null;
        }
        DispatchTarget found = app.servletContext().refused(status.code());
        return found == null ? null : new Route(app,
                new RequestView(found, found.servlet(), target.path(), null, DispatcherType.REQUEST));
    }

    private Route find(RoutedHost host, String path, RequestTarget target, HttpExchange exchange) throws IOException {
        ContextVersions versions = host.find(path);
        if (versions == null) {
            refuse(host, exchange, Status.NOT_FOUND);
            return null;
        }
        WebApp app = versions.isOne() ? versions.latest() : versions.choose(exchange);
        if (app.state() != AppState.RUNNING) {
            unavailable(host, exchange);
            return null;
        }
        if (isBareContextPath(app, path)) {
            redirect(exchange, app.servletContext().getContextPath() + '/', target.query());
            return null;
        }
        return find(host, app, path, target, versions.isOne());
    }

    private static Route find(RoutedHost host, WebApp app, String path, RequestTarget target, boolean only) {
        ServletContextImpl context = app.servletContext();
        String within = path.substring(app.contextPath().length());
        DispatchTarget found = context.resolve(within.isEmpty() ? "/" : within);
        RequestView view = new RequestView(found, found.servlet(), target.path(), null, DispatcherType.REQUEST);
        // Only what is the same for every client and every connector may be remembered.
        Route route = new Route(app, view);
        if (only && path == target.path() && context.isStable(found)) {
            host.routes().put(path, route);
        }
        return route;
    }

    private static boolean isBareContextPath(WebApp app, String path) {
        return !path.equals("/") && path.equals(app.contextPath())
                && app.servletContext().facts().settings().is(ContextSwitch.MAPPER_CONTEXT_ROOT_REDIRECT);
    }

    private static void redirect(HttpExchange exchange, String path, String query) {
        exchange.response().status(Status.FOUND.code());
        exchange.response().fields().set(FieldName.LOCATION, query == null ? path : path + '?' + query);
    }

    private static void answerServerWide(RoutedHost host, HttpExchange exchange) throws IOException {
        if (exchange.head().method().equals("OPTIONS")) {
            exchange.response().fields().set(FieldName.ALLOW, ALLOWED);
        } else {
            refuse(host, exchange, Status.BAD_REQUEST);
        }
    }

    private static void unavailable(RoutedHost host, HttpExchange exchange) throws IOException {
        host.report().write(exchange.response(), Status.SERVICE_UNAVAILABLE.code(),
                "The application is not available.", null);
    }

    private static void refuse(RoutedHost host, HttpExchange exchange, Status status) throws IOException {
        host.report().write(exchange.response(), status.code(), null, null);
    }
}
