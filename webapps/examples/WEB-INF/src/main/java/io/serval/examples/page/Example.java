package io.serval.examples.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The examples in the order of the list: where each lives, what it is about, which classes to show. */
enum Example {
    SERVLET("servlet", "Servlet", "A parameter in, a page out.", "hello?name=Serval", "HelloServlet"),
    REQUEST("request", "Request", "Path, mapping and header fields as a servlet sees them.",
            "request/some/path?a=1", "RequestServlet"),
    FILTER("filter", "Filter", "Stands before a servlet, takes the time and adds to the answer.",
            "primes?below=1000", "TimingFilter", "PrimesServlet"),
    SESSION("session", "Session", "Remembers a visitor, once there is something to remember.",
            "session", "SessionServlet"),
    COOKIES("cookies", "Cookies", "A choice kept in the browser, with SameSite and HttpOnly.",
            "cookies", "CookieServlet"),
    UPLOAD("upload", "Upload", "Files by multipart form, with limits.", "upload", "UploadServlet"),
    ASYNC("async", "Asynchronous", "Answers later, and holds no thread until then.", "async", "AsyncServlet", "Timers"),
    EVENTS("events", "Server-sent events", "A clock that ticks in the page, written without blocking.",
            "events.html", "EventsServlet", "EventStream", "Timers"),
    ECHO("echo", "Non-blocking echo", "Reads and writes only when it can.", "echo", "EchoServlet", "Echo"),
    DISPATCH("dispatch", "Forward and include", "One servlet hands the request to another.",
            "dispatch?how=forward", "DispatchServlet", "DispatchTarget"),
    ERRORS("errors", "Error pages", "The application’s own page for what goes wrong.",
            "errors?kind=milk", "ErrorServlet", "ErrorPage");

    private final String id;
    private final String title;
    private final String summary;
    private final String live;
    private final List<String> sources;

    Example(String id, String title, String summary, String live, String... sources) {
        this.id = id;
        this.title = title;
        this.summary = summary;
        this.live = live;
        this.sources = List.of(sources);
    }

    static Optional<Example> find(String id) {
        return Stream.of(values()).filter(example -> example.id.equals(id)).findFirst();
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** One sentence. */
    String summary() {
        return summary;
    }

    /** What the frame shows first, relative to the application. */
    String live() {
        return live;
    }

    /** Simple names of the classes to read, the most telling one first. */
    List<String> sources() {
        return sources;
    }
}
