package io.serval.peers;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.Cookie;

import static io.serval.peers.Question.attempt;
import static io.serval.peers.Question.get;
import static io.serval.peers.Question.of;
import static io.serval.peers.Question.request;
import static io.serval.peers.Question.say;

/** Servlet 6.1 chapter 5. */
final class ResponseQuestions {
    private ResponseQuestions() { }

    static List<Question> all() {
        return List.of(
                of("redirects", (request, response) -> response.sendRedirect(request.getParameter("to")),
                        get("CTX/s/x?to=y"), get("CTX/s/x?to=/y"), get("CTX/s/x?to=../y"), get("CTX/s/x?to=//h/y"),
                        get("CTX/s/x?to=?a=b"), get("CTX/s/x?to="), get("CTX/s/x?to=http:y"), get("CTX/s/x?to=a%20b")),
                of("header fields without a value", (request, response) -> {
                    attempt("set null", () -> response.setHeader("X-A", null));
                    attempt("add null", () -> response.addHeader("X-B", null));
                    attempt("set empty", () -> response.setHeader("X-C", ""));
                    attempt("null name", () -> response.setHeader(null, "v"));
                    attempt("empty name", () -> response.setHeader("", "v"));
                    response.setHeader("X-D", "1");
                    response.setHeader("X-D", null);
                    say("kept", () -> response.getHeader("X-D"));
                    say("contains", () -> response.containsHeader("x-c"));
                }),
                of("header fields with line ends", (request, response) -> {
                    attempt("value", () -> response.setHeader("X-A", "a\r\nX-B: b"));
                    attempt("name", () -> response.setHeader("X A", "a"));
                    attempt("octets", () -> response.setHeader("X-O", "\u00e4\u20ac"));
                }),
                of("fields with a meaning", (request, response) -> {
                    response.setHeader("Content-Type", "text/plain;charset=utf-8");
                    say("charset", response::getCharacterEncoding);
                    say("type", () -> response.getHeader("content-type"));
                    say("contains", () -> response.containsHeader("Content-Type"));
                    attempt("length", () -> response.setHeader("Content-Length", "x"));
                    attempt("int", () -> response.setIntHeader("Content-Length", 2));
                    response.addCookie(new Cookie("a", "b"));
                    say("cookie", () -> response.getHeader("Set-Cookie"));
                    response.addHeader("x-twice", "1");
                    response.addHeader("X-TWICE", "2");
                    say("names", () -> List.copyOf(response.getHeaderNames()).contains("X-TWICE"));
                    say("values", () -> response.getHeaders("X-Twice"));
                    response.getWriter().print("ok");
                }),
                of("types", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.setContentType(null);
                    say("null", () -> response.getContentType() + " " + response.getCharacterEncoding());
                    attempt("nonsense", () -> response.setContentType("text html"));
                    say("nonsense", response::getContentType);
                    response.setContentType("text/plain; Charset=\"utf-8\"; format=flowed");
                    say("parameters", response::getContentType);
                    say("charset", response::getCharacterEncoding);
                    response.setCharacterEncoding((String) null);
                    say("taken back", response::getContentType);
                }),
                of("charsets", (request, response) -> {
                    say("default", response::getCharacterEncoding);
                    response.setLocale(Locale.JAPANESE);
                    say("locale", response::getCharacterEncoding);
                    attempt("unknown", () -> response.setCharacterEncoding("no-such"));
                    say("unknown", response::getCharacterEncoding);
                    attempt("writer", response::getWriter);
                    response.setCharacterEncoding("utf-8");
                    response.getWriter().print("\u00e4");
                    response.setContentType("text/plain;charset=iso-8859-1");
                    say("after", response::getContentType);
                }),
                of("a writer without a type", (request, response) -> {
                    response.getWriter().print("\u20ac");
                    say("type", response::getContentType);
                }),
                of("a stream and a type of text", (request, response) -> {
                    response.setContentType("text/html");
                    response.getOutputStream().print("x");
                }),
                of("statuses", (request, response) -> {
                    for (int status : new int[] {99, 600, 1000, -1}) {
                        attempt("" + status, () -> response.setStatus(status));
                        say("now", response::getStatus);
                    }
                    response.setStatus(204);
                    response.getWriter().print("x");
                }),
                of("a status on the wire", (request, response) ->
                                response.setStatus(Integer.parseInt(request.getParameter("status"))),
                        get("CTX/s/x?status=99"), get("CTX/s/x?status=1000"), get("CTX/s/x?status=-1"),
                        get("CTX/s/x?status=199"), get("CTX/s/x?status=600")),
                of("sendError", (request, response) -> {
                    response.setHeader("X-Kept", "1");
                    response.getWriter().print("dropped");
                    response.sendError(Integer.parseInt(request.getParameter("status")));
                    say("committed", response::isCommitted);
                    attempt("again", () -> response.sendError(500));
                    response.setHeader("X-Late", "1");
                    say("status", response::getStatus);
                }, get("CTX/s/x?status=200"), get("CTX/s/x?status=404"), get("CTX/s/x?status=302")),
                of("the declared length", (request, response) -> {
                    response.setContentLength(5);
                    response.getWriter().print("0123456789");
                    say("committed", response::isCommitted);
                    response.setHeader("X-Late", "1");
                }),
                of("less than the declared length", (request, response) -> {
                    response.setContentLength(5);
                    response.getWriter().print("01");
                }),
                of("buffers", (request, response) -> {
                    response.getWriter().print("x");
                    attempt("size", () -> response.setBufferSize(10_000));
                    attempt("stream", response::getOutputStream);
                    response.reset();
                    attempt("stream after reset", response::getOutputStream);
                    attempt("writer after reset", response::getWriter);
                }),
                of("after the end", (request, response) -> {
                    response.getOutputStream().print("a");
                    response.getOutputStream().close();
                    attempt("write", () -> response.getOutputStream().print("b"));
                    attempt("flush", () -> response.flushBuffer());
                    say("committed", response::isCommitted);
                    attempt("redirect", () -> response.sendRedirect("/"));
                }),
                of("print beyond Latin-1", (request, response) -> {
                    attempt("print", () -> response.getOutputStream().print("\u20ac"));
                    attempt("null", () -> response.getOutputStream().print((String) null));
                }),
                of("cookies", (request, response) -> {
                    for (String value : List.of("a b", "a,b", "a;b", "\"a b\"", "\u00e4", "")) {
                        attempt("value", () -> response.addCookie(new Cookie("c", value)));
                    }
                    Cookie cookie = new Cookie("n", "v");
                    cookie.setAttribute("Secure", "other");
                    cookie.setAttribute("Empty", "");
                    cookie.setAttribute("SameSite", "Lax");
                    response.addCookie(cookie);
                    attempt("null", () -> response.addCookie(null));
                    attempt("path", () -> {
                        Cookie wrong = new Cookie("n", "v");
                        wrong.setPath("/a;b");
                        response.addCookie(wrong);
                    });
                }),
                of("trailers", (request, response) -> {
                    attempt("set", () -> response.setTrailerFields(() -> Map.of("X-T", "1")));
                    response.flushBuffer();
                    attempt("late", () -> response.setTrailerFields(() -> Map.of()));
                }, get("CTX/s/x"), get("CTX/s/x").replace("HTTP/1.1", "HTTP/1.0"), request("HEAD", "CTX/s/x", "")),
                of("rewritten addresses", (request, response) -> {
                    request.getSession();
                    for (String url : List.of("", "a", "/a", "?a=b", "#f", "a#f?x", "http://other/a", "mailto:a",
                            "http://example.org:8080/none", "http://example.org/", "//example.org:8080/")) {
                        say(url, () -> response.encodeURL(url).replaceAll("jsessionid=[\\w.-]+", "jsessionid=ID"));
                    }
                }));
    }
}
