package io.serval.peers;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import static io.serval.peers.Question.attempt;
import static io.serval.peers.Question.get;
import static io.serval.peers.Question.of;
import static io.serval.peers.Question.request;
import static io.serval.peers.Question.say;

/** Servlet 6.1 chapters 3 and 7. */
final class RequestQuestions {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    private RequestQuestions() { }

    static List<Question> all() {
        return List.of(
                of("paths", (request, response) -> say(request.getRequestURI() + " " + request.getRequestURL() + " "
                                + request.getContextPath() + " " + request.getServletPath() + " "
                                + request.getPathInfo()),
                        get("CTX/s"), get("CTX/s/"), get("CTX//s/x"), get("CTX/s//x"), get("CTX/s/x;a=b/y;c"),
                        get("CTX/s;a/x"), get("CTX/s/./x/../y"), get("CTX/../CTX/s/x"), get("CTX/s/%2e%2e/s/x"),
                        get("CTX/s/a%2Fb"), get("CTX/s/a%5Cb"), get("CTX/s/a%00b"), get("CTX/s/a%zzb"),
                        get("CTX/s/%C3%A4"), get("CTX/s/%E4"), get("CTX/s/a+b%2B"), get("CTX/s/a\\b"),
                        get("CTX/s/\"x\""), get("http://other.org:99CTX/s/x")),
                of("authorities", (request, response) -> say(request.getServerName() + " " + request.getServerPort()
                                + " " + request.getRequestURL()),
                        "GET CTX/s/x HTTP/1.1\r\nHost: EXAMPLE.org\r\nConnection: close\r\n\r\n",
                        "GET CTX/s/x HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n",
                        "GET CTX/s/x HTTP/1.1\r\nHost: a:443\r\nConnection: close\r\n\r\n",
                        "GET CTX/s/x HTTP/1.1\r\nHost: a:\r\nConnection: close\r\n\r\n",
                        "GET CTX/s/x HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"),
                of("parameters", (request, response) -> say("all", () -> parameters(request)),
                        get("CTX/s/x?a=1&a=2&b"), get("CTX/s/x?=v&c=&&d=e=f"), get("CTX/s/x?a=%C3%A4"),
                        get("CTX/s/x?a=%E4"), get("CTX/s/x?a=%zz&b=1"), get("CTX/s/x?a=1;b=2"),
                        request("POST", "CTX/s/x?a=1", "a=2&b=%C3%A4", FORM),
                        request("POST", "CTX/s/x", "b=%A4", FORM + ";charset=iso-8859-15"),
                        request("PUT", "CTX/s/x", "a=2", FORM), request("POST", "CTX/s/x", "a=%zz", FORM),
                        request("POST", "CTX/s/x", "a=2", "Content-Type: text/plain")),
                of("content and parameters", (request, response) -> {
                    say("content", () -> new String(request.getInputStream().readAllBytes()));
                    say("parameter", () -> request.getParameter("a"));
                    say("reader", request::getReader);
                }, request("POST", "CTX/s/x", "a=2", FORM)),
                of("dates", (request, response) -> say("date", () -> request.getDateHeader("X-Date")),
                        Stream.of("Sat, 01 Jan 2000 00:00:01 GMT", "Saturday, 01-Jan-00 00:00:01 GMT",
                                "Sat Jan  1 00:00:01 2000", "Sat, 1 Jan 2000 00:00:01 GMT", "2000-01-01T00:00:01Z",
                                "Sat, 01 Jan 2000 00:00:01 +0000", "Sun, 01 Jan 2000 00:00:01 GMT", "0", "", "x")
                                .map(date -> get("CTX/s/x", "X-Date: " + date)).toArray(String[]::new)),
                of("numbers", (request, response) -> say("int", () -> request.getIntHeader("X-Int")),
                        Stream.of("12", "+12", "-12", "1 2", "0x1", "99999999999", "", "1,2")
                                .map(number -> get("CTX/s/x", "X-Int: " + number)).toArray(String[]::new)),
                of("header fields", (request, response) -> {
                    say("names", () -> Collections.list(request.getHeaderNames()));
                    say("values", () -> Collections.list(request.getHeaders("x-a")));
                    say("none", () -> Collections.list(request.getHeaders("none")));
                    say("null", () -> request.getHeader(null));
                    say("length", request::getContentLength);
                }, get("CTX/s/x", "X-A: 1", "x-a:  2 ", "X-A:")),
                of("charsets of a request", (request, response) -> {
                    say("charset", request::getCharacterEncoding);
                    attempt("unknown", () -> request.setCharacterEncoding("no-such"));
                    attempt("null", () -> request.setCharacterEncoding((String) null));
                    say("text", () -> request.getReader().readLine());
                    attempt("late", () -> request.setCharacterEncoding("utf-16"));
                    say("after", request::getCharacterEncoding);
                }, request("POST", "CTX/s/x", "\u00c3\u00a4", "Content-Type: text/plain; charset=\"UTF-8\""),
                        request("POST", "CTX/s/x", "\u00e4", "Content-Type: text/plain;charset=utf-8;a=b"),
                        request("POST", "CTX/s/x", "\u00e4", "Content-Type: text/plain;charset=no-such"),
                        request("POST", "CTX/s/x", "\u00e4", "Content-Type: text/plain;charset="),
                        request("POST", "CTX/s/x", "\u00e4")),
                of("cookies of a request", (request, response) -> say("cookies", () -> cookies(request)),
                        Stream.of("a=b", "a=\"b\"", "a=\"b c\"", "a=b c", "a", "=b", "a=", "a=b=c", "$Version=1; a=b;"
                                + " $Path=/", "a=1; a=2", "a=b,c=d", "a=\u00e4", "a =b", "a=b;c=d", ";;a=b;")
                                .map(cookie -> get("CTX/s/x", "Cookie: " + cookie)).toArray(String[]::new)),
                of("languages", (request, response) -> say("locales", () -> Collections.list(request.getLocales())),
                        Stream.of("de", "de-DE-1996;q=0.5,fr", "*", "en;q=0", "en;q=2,fr", "e_n,fr", "zh-Hant-TW",
                                "en; q=0.5 , de ;q=0.7", "").map(languages -> get("CTX/s/x",
                                "Accept-Language: " + languages)).toArray(String[]::new)),
                of("parts without a configuration", (request, response) -> {
                    say("parts", request::getParts);
                    say("parameter", () -> request.getParameter("a"));
                }, request("POST", "CTX/s/x", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--b--\r\n",
                        "Content-Type: multipart/form-data; boundary=b")),
                of("who asks", (request, response) -> {
                    say("roles", () -> request.isUserInRole("*") + " " + request.isUserInRole("**") + " "
                            + request.isUserInRole(null));
                    say("user", () -> request.getRemoteUser() + " " + request.getAuthType());
                    attempt("login", () -> request.login("a", "b"));
                    attempt("logout", request::logout);
                    say("authenticate", () -> request.authenticate(response));
                }),
                of("trailers of a request", (request, response) -> {
                    say("ready", request::isTrailerFieldsReady);
                    say("early", request::getTrailerFields);
                    request.getInputStream().readAllBytes();
                    say("trailers", request::getTrailerFields);
                }, get("CTX/s/x"), "POST CTX/s/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked"
                        + "\r\n\r\n1\r\na\r\n0\r\nX-T: 1\r\n\r\n"),
                of("attributes", (request, response) -> {
                    attempt("null name", () -> request.setAttribute(null, "v"));
                    attempt("null value", () -> request.setAttribute("a", null));
                    say("get null", () -> request.getAttribute(null));
                    say("names", () -> Collections.list(request.getAttributeNames()));
                    say("id", () -> request.getRequestId() != null);
                    say("connection", () -> request.getServletConnection().getProtocol());
                }),
                of("sessions", (request, response) -> {
                    say("change without one", request::changeSessionId);
                    HttpSession session = request.getSession();
                    say("new", session::isNew);
                    attempt("null name", () -> session.setAttribute(null, "v"));
                    say("get null", () -> session.getAttribute(null));
                    attempt("zero", () -> session.setMaxInactiveInterval(0));
                    say("valid", () -> request.getSession(false) == session);
                    session.invalidate();
                    say("interval", session::getMaxInactiveInterval);
                    attempt("set interval", () -> session.setMaxInactiveInterval(9));
                    say("id", () -> session.getId() != null);
                    say("context", () -> session.getServletContext() != null);
                    say("again", () -> request.getSession(false));
                    say("names", session::getAttributeNames);
                }),
                of("identifiers", (request, response) -> say(request.getRequestedSessionId() + " "
                                + request.isRequestedSessionIdFromCookie() + request.isRequestedSessionIdFromURL()
                                + request.isRequestedSessionIdValid() + " " + request.getSession(false)),
                        get("CTX/s/x;jsessionid=made-up"), get("CTX/s/x;jsessionid=made-up",
                        "Cookie: JSESSIONID=other"), get("CTX/s/x", "Cookie: JSESSIONID=a; JSESSIONID=b"),
                        get("CTX/s/x;jsessionid="), get("CTX/s/x;JSESSIONID=a")),
                of("a session after the commit", (request, response) -> {
                    response.flushBuffer();
                    attempt("session", request::getSession);
                }));
    }

    private static Map<String, List<String>> parameters(HttpServletRequest request) {
        Map<String, List<String>> all = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> all.put(name, List.of(values)));
        return all;
    }

    private static List<String> cookies(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null ? null : Stream.of(cookies).map(c -> c.getName() + "=" + c.getValue()).toList();
    }
}
