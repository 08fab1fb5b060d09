package io.serval.examples;

import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.examples.page.Result;

/** What a request looks like from inside: the parts of its path, how it was mapped, its header fields. */
@WebServlet({"/request", "/request/*"})
public final class RequestServlet extends HttpServlet {
    /** A page that repeats these would hand them to any script that can read the page. */
    private static final Set<String> SECRETS = Set.of("authorization", "cookie", "proxy-authorization");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpServletMapping mapping = request.getHttpServletMapping();
        Result result = Result.titled("Your request")
                .fact("Method", request.getMethod())
                .fact("Protocol", request.getProtocol())
                .fact("Request URI", request.getRequestURI())
                .fact("Context path", request.getContextPath())
                .fact("Servlet path", request.getServletPath())
                .fact("Path info", request.getPathInfo())
                .fact("Query string", request.getQueryString())
                .fact("Mapped by", mapping.getPattern() + " (" + mapping.getMappingMatch() + ")")
                .fact("Preferred language", request.getLocale().toLanguageTag());
        for (String name : Collections.list(request.getHeaderNames())) {
            boolean secret = SECRETS.contains(name.toLowerCase(Locale.ROOT));
            result.fact(name, secret ? "(not shown)" : request.getHeader(name));
        }
        result.send(request, response);
    }
}
