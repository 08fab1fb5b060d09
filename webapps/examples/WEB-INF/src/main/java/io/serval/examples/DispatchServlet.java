package io.serval.examples;

import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Hands the request to {@link DispatchTarget}: wholly (forward), or for a part of the answer (include). */
@WebServlet("/dispatch")
public final class DispatchServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        RequestDispatcher target = request.getRequestDispatcher("/dispatch/target?added=yes");
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println("Before.");
        if ("include".equals(request.getParameter("how"))) {
            target.include(request, response);
            response.getWriter().println("After.");
        } else {
            target.forward(request, response);              // takes back "Before.": the answer is the target's alone
        }
    }
}
