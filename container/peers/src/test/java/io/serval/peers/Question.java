package io.serval.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * One application and the requests that are sent to it. What it says comes before the answers that clients see.
 *
 * @param name     what it is about; the line of the table
 * @param app      sets the application up while it starts
 * @param requests as they are sent; {@code CTX} stands for the context path
 */
record Question(String name, App app, List<String> requests) {
    /** Where applications say what they saw; one at a time is asked. */
    static final List<String> SAID = Collections.synchronizedList(new ArrayList<>());
    /** What has begun and has not ended: services, and asynchronous cycles that somebody listens to. */
    static final AtomicInteger RUNNING = new AtomicInteger();

    interface App {
        void setUp(ServletContext context) throws Exception;
    }

    interface Service {
        void serve(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    /** With one servlet at {@code /s/*}, and a GET if no request is given. */
    static Question of(String name, Service service, String... requests) {
        return new Question(name, context -> servlet(context, service, "/s/*"), requests.length == 0
                ? List.of(get("CTX/s/x")) : List.of(requests));
    }

    static Question of(String name, App app, List<String> requests) {
        return new Question(name, app, requests);
    }

    static ServletRegistration.Dynamic servlet(ServletContext context, Service service, String... patterns) {
        ServletRegistration.Dynamic servlet = context.addServlet("of " + String.join(" ", patterns), new HttpServlet() {
            @Override protected void service(HttpServletRequest request, HttpServletResponse response) {
                RUNNING.incrementAndGet();
                try {
                    service.serve(request, response);
                } catch (Exception e) {
                    throwAnyway(e);
                } finally {
                    RUNNING.decrementAndGet();
                }
            }
        });
        servlet.setAsyncSupported(true);
        if (patterns.length > 0 && !patterns[0].startsWith("named")) {
            servlet.addMapping(patterns);
        }
        return servlet;
    }

    static <T extends Throwable> void throwAnyway(Throwable e) throws T {
        @SuppressWarnings("unchecked")
        T any = (T) e;
        throw any;
    }

    static void say(Object what) {
        SAID.add(String.valueOf(what));
    }

    /** Says what a call gives, or the name of what it throws, as far as Java or Jakarta know it. */
    static void say(String label, Callable<?> call) {
        String outcome;
        try {
            outcome = String.valueOf(call.call());
        } catch (Exception e) {
            Class<?> type = e.getClass();
            while (!type.getName().startsWith("java.") && !type.getName().startsWith("jakarta.")) {
                type = type.getSuperclass();
            }
            outcome = type.getSimpleName();
        }
        say(label + "=" + outcome);
    }

    /** As {@link #say(String, Callable)} for calls that give nothing. */
    static void attempt(String label, Attempt attempt) {
        say(label, () -> {
            attempt.run();
            return "ok";
        });
    }

    interface Attempt {
        void run() throws Exception;
    }

    static String get(String target, String... fields) {
        return request("GET", target, "", fields);
    }

    static String request(String method, String target, String content, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: example.org:8080\r\n"
                + "Connection: close\r\n");
        Consumer<String> add = field -> head.append(field).append("\r\n");
        List.of(fields).forEach(add);
        if (!content.isEmpty()) {
            add.accept("Content-Length: " + content.length());
        }
        return head + "\r\n" + content;
    }
}
