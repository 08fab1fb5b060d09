package io.serval.examples;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Sends back what it gets, as it comes, without ever blocking a thread. Up to 1 MiB. */
@WebServlet(urlPatterns = "/echo", asyncSupported = true)
public final class EchoServlet extends HttpServlet {
    static final long MOST_BYTES = 1 << 20;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getContentLengthLong() > MOST_BYTES) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "At most 1 MiB, please");
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        AsyncContext async = request.startAsync();
        ServletInputStream in = request.getInputStream();
        Echo echo = new Echo(async, in, response.getOutputStream());
        in.setReadListener(echo);
        response.getOutputStream().setWriteListener(echo);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println("Send me something by POST.");
    }
}
