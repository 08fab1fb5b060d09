package io.serval.benchmarks.app;

import java.io.IOException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/** Reads the user from the session of the client; the first request of a client begins the session. */
public final class SessionServlet extends HttpServlet {
    private static final String USER = "user";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        Object user = session.getAttribute(USER);
        if (user == null) {
            user = "somebody";
            session.setAttribute(USER, user);
        }
        Answer.send(response, user.toString());
    }
}
