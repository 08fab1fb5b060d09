package io.serval.examples;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.examples.page.Result;

/** A parameter in, a page out. */
@WebServlet("/hello")
public final class HelloServlet extends HttpServlet {
    private static final int LONGEST_NAME = 100;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        if (name == null || name.isBlank()) {
            name = "world";
        }
        if (name.length() > LONGEST_NAME) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, "At most " + LONGEST_NAME + " characters");
            return;
        }
        Result.titled("Hello, " + name.strip() + "!")       // escapes what it is given
                .say("Answered by " + getServletName() + " to a " + request.getMethod() + " request.")
                .send(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        doGet(request, response);                           // a form's fields are parameters as well
    }
}
