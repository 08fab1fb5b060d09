package io.serval.examples;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.examples.page.Result;

/** The application's own page for errors. The container calls it with the facts in request attributes. */
@WebServlet("/error-page")
public final class ErrorPage extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Object exception = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION_TYPE);
        Result.titled("That did not work")
                .fact("Status", request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
                .fact("Address", request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI))
                .fact("Failed in", request.getAttribute(RequestDispatcher.ERROR_SERVLET_NAME))
                .fact("Because of", exception instanceof Class<?> type ? type.getSimpleName() : null)
                .send(request, response);
    }
}
