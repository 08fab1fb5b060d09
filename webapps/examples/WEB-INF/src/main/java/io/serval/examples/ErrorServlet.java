package io.serval.examples;

import java.io.IOException;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Fails in the way that is asked for. {@code web.xml} says which failures go to {@link ErrorPage}. */
@WebServlet("/errors")
public final class ErrorServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String kind = request.getParameter("kind");
        if ("milk".equals(kind)) {
            throw new OutOfMilk();                          // has a page of its own
        }
        if ("bug".equals(kind)) {
            throw new IllegalStateException("nobody outside should read this");
        }
        response.sendError("gone".equals(kind) ? HttpServletResponse.SC_GONE : HttpServletResponse.SC_NOT_FOUND,
                "There is nothing under this name");
    }

    /** A failure that the application foresees. */
    static final class OutOfMilk extends RuntimeException {
        OutOfMilk() {
            super("The bowl is empty");
        }
    }
}
