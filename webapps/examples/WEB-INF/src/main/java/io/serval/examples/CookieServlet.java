package io.serval.examples;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.examples.page.Result;

/** Keeps a choice in the browser. What comes back is input like any other: only known values are accepted. */
@WebServlet("/cookies")
public final class CookieServlet extends HttpServlet {
    private static final String NAME = "spots";
    private static final Set<String> CHOICES = Set.of("few", "many");
    private static final int ONE_DAY_SECONDS = 86_400;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Result.titled("Your choice")
                .fact("Cookie " + NAME, chosen(request.getCookies()))
                .send(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String choice = request.getParameter("choice");
        boolean known = choice != null && CHOICES.contains(choice);
        Cookie cookie = new Cookie(NAME, known ? choice : "");
        cookie.setMaxAge(known ? ONE_DAY_SECONDS : 0);      // zero deletes it
        cookie.setPath(request.getContextPath() + "/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
        response.sendRedirect("cookies");
    }

    private static String chosen(Cookie[] cookies) {
        if (cookies != null) {                              // null, not empty, when the request has none
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(NAME) && CHOICES.contains(cookie.getValue())) {
                    return cookie.getValue();
                }
            }
        }
        return "not set";
    }
}
