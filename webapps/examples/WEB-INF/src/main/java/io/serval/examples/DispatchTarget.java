package io.serval.examples;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Tells how it was reached. A forward changes the paths of the request; an include leaves them as they were. */
@WebServlet("/dispatch/target")
public final class DispatchTarget extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.println("  dispatcher type       " + request.getDispatcherType());
        out.println("  servlet path          " + request.getServletPath());
        out.println("  forwarded from        " + request.getAttribute(RequestDispatcher.FORWARD_SERVLET_PATH));
        out.println("  included as           " + request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH));
        out.println("  parameters            " + String.join(", ", request.getParameterMap().keySet()));
    }
}
