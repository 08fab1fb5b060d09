package io.serval.peers;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import static io.serval.peers.Question.RUNNING;
import static io.serval.peers.Question.attempt;
import static io.serval.peers.Question.get;
import static io.serval.peers.Question.of;
import static io.serval.peers.Question.say;
import static io.serval.peers.Question.servlet;

/** Servlet 6.1 chapter 9, and what is asynchronous (§2.3.3.3). */
final class DispatchQuestions {
    private DispatchQuestions() { }

    static List<Question> all() {
        return List.of(
                of("dispatchers", (request, response) -> {
                    for (String path : new String[] {null, "", "x", "/x", "../x", "/../x", "/x?y#z", "/x;p=1", "/%zz"}) {
                        say(path + " of the request", () -> request.getRequestDispatcher(path) != null);
                        say(path + " of the context", () -> request.getServletContext().getRequestDispatcher(path)
                                != null);
                    }
                    say("named", () -> request.getServletContext().getNamedDispatcher("none"));
                    say("null name", () -> request.getServletContext().getNamedDispatcher(null));
                }),
                of("views of a dispatch", context -> {
                    servlet(context, (request, response) -> describe(request), "/to/*");
                    servlet(context, (request, response) -> describe(request), "named");
                    servlet(context, (request, response) -> {
                        RequestDispatcher dispatcher = request.getParameter("n") != null
                                ? request.getServletContext().getNamedDispatcher("of named")
                                : request.getRequestDispatcher("/to/there;p=1?a=2&c=3");
                        if (request.getParameter("i") != null) {
                            dispatcher.include(request, response);
                        } else {
                            dispatcher.forward(request, response);
                        }
                        describe(request);
                    }, "/s/*");
                }, List.of(get("CTX/s/x?a=1"), get("CTX/s/x?a=1&i"), get("CTX/s/x?a=1&n"), get("CTX/s/x?a=1&n&i"))),
                of("a missing target", (request, response) -> {
                    RequestDispatcher missing = request.getRequestDispatcher("/none");
                    if (request.getParameter("i") != null) {
                        attempt("include", () -> missing.include(request, response));
                    } else {
                        attempt("forward", () -> missing.forward(request, response));
                    }
                    say("status", response::getStatus);
                }, get("CTX/s/x"), get("CTX/s/x?i")),
                of("an include", context -> {
                    servlet(context, (request, response) -> {
                        response.setHeader("X-Inner", "1");
                        response.setStatus(418);
                        response.setContentType("text/css");
                        response.setCharacterEncoding("utf-8");
                        attempt("error", () -> response.sendError(404));
                        attempt("reset", response::reset);
                        attempt("buffer", response::resetBuffer);
                        response.getWriter().print("inner");
                    }, "/to/*");
                    servlet(context, (request, response) -> {
                        response.getWriter().print("outer ");
                        request.getRequestDispatcher("/to/x").include(request, response);
                        response.getWriter().print(" end");
                    }, "/s/*");
                }, List.of(get("CTX/s/x"))),
                of("after a forward", context -> {
                    servlet(context, (request, response) -> response.getWriter().print("inner"), "/to/*");
                    servlet(context, (request, response) -> {
                        response.getWriter().print("outer");
                        response.setHeader("X-Outer", "1");
                        request.getRequestDispatcher("/to/x").forward(request, response);
                        say("committed", response::isCommitted);
                        attempt("write", () -> response.getWriter().print("late"));
                    }, "/s/*");
                }, List.of(get("CTX/s/x"))),
                of("failures of a dispatch", context -> {
                    servlet(context, (request, response) -> {
                        throw new InterruptedException("undeclared");
                    }, "/to/*");
                    servlet(context, (request, response) -> attempt("include",
                            () -> request.getRequestDispatcher("/to/x").include(request, response)), "/s/*");
                }, List.of(get("CTX/s/x"))),
                of("an asynchronous request", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    say("timeout", async::getTimeout);
                    attempt("again", request::startAsync);
                    say("original", async::hasOriginalRequestAndResponse);
                    say("same", () -> async.getRequest() == request);
                    async.addListener(telling("alone"));
                    async.addListener(telling("with"), new HttpServletRequestWrapper(request), response);
                    async.complete();
                    say("started", request::isAsyncStarted);
                    say("request", () -> async.getRequest() == request);
                    attempt("dispatch", async::dispatch);
                    attempt("complete", async::complete);
                    attempt("set timeout", () -> async.setTimeout(9));
                    attempt("listener", () -> async.addListener(telling("late")));
                    attempt("start", () -> async.start(() -> { }));
                    attempt("begin anew", request::startAsync);
                }),
                of("an asynchronous dispatch", (request, response) -> {
                    if (request.getAttribute("seen") != null) {
                        say("names", () -> names(request));
                        String type = request.getDispatcherType() + " ";
        say(type + "view=" + request.getRequestURI() + " " + request.getPathInfo()
                                + " " + request.getQueryString() + " " + request.getParameter("a"));
                        say("started", request::isAsyncStarted);
                        attempt("context", request::getAsyncContext);
                        return;
                    }
                    request.setAttribute("seen", true);
                    AsyncContext async = request.startAsync();
                    async.addListener(telling("listener"));
                    async.dispatch("/s/y?a=2");
                    attempt("twice", () -> async.dispatch("/s/z"));
                    say("started", request::isAsyncStarted);
                    attempt("complete", async::complete);
                }, get("CTX/s/x?a=1")),
                of("a timeout", (request, response) -> {
                    if (request.getDispatcherType() != DispatcherType.REQUEST) {
                        return;
                    }
                    AsyncContext async = request.startAsync();
                    async.setTimeout(100);
                    async.addListener(telling("listener"));
                }),
                of("a failure after the start", (request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        AsyncContext async = request.startAsync();
                        async.addListener(telling("listener"));
                        throw new IllegalStateException("on purpose");
                    }
                }),
                of("a task", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    CountDownLatch done = new CountDownLatch(1);
                    async.start(() -> {
                        say("request", () -> async.getRequest() == request);
                        async.complete();
                        done.countDown();
                    });
                    done.await(9, TimeUnit.SECONDS);
                    say("started", request::isAsyncStarted);
                }));
    }

    private static void describe(HttpServletRequest request) {
        String type = request.getDispatcherType() + " ";
        say(type + "view=" + request.getRequestURI() + " " + request.getServletPath() + " "
                + request.getPathInfo() + " " + request.getQueryString() + " "
                + List.of(request.getParameterMap().getOrDefault("a", new String[0])) + " "
                + request.getHttpServletMapping().getPattern());
        say(type + "names", () -> names(request));
        for (String kind : List.of("include", "forward")) {
            for (String part : List.of("request_uri", "servlet_path", "path_info", "query_string")) {
                say(type + kind + " " + part, () -> request.getAttribute("jakarta.servlet." + kind + "." + part));
            }
        }
    }

    /** Those of the API and of the application; every server has some of its own. */
    private static Set<String> names(HttpServletRequest request) {
        Set<String> names = new TreeSet<>(Collections.list(request.getAttributeNames()));
        names.removeIf(name -> name.startsWith("org."));
        return names;
    }

    private static AsyncListener telling(String name) {
        RUNNING.incrementAndGet();
        return new AsyncListener() {
            private void tell(String what, AsyncEvent event) {
                say(name + " " + what, () -> "supplied " + (event.getSuppliedRequest() != null) + ", "
                        + event.getThrowable());
                say(name + " " + what + ", context", () -> event.getAsyncContext().getRequest() != null);
            }

            @Override public void onComplete(AsyncEvent event) throws IOException {
                tell("complete", event);
                RUNNING.decrementAndGet();
            }

            @Override public void onTimeout(AsyncEvent event) throws IOException {
                tell("timeout", event);
            }

            @Override public void onError(AsyncEvent event) throws IOException {
                tell("error", event);
            }

            @Override public void onStartAsync(AsyncEvent event) throws IOException {
                tell("start", event);
            }
        };
    }
}
