package io.serval.container.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;

/** What was passed to the servlet that runs, for those who want to know what it passes on. Immutable. */
record ServletArguments(ServletRequest request, ServletResponse response) {
    /** @throws ServletException unless both are those of the servlet, or wrappers of them (§9.2) */
    void checkPassedOn(ServletRequest passed, ServletResponse answer) throws ServletException {
        boolean sameRequest = passed == request
                || passed instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(request);
        boolean sameResponse = answer == response
                || answer instanceof ServletResponseWrapper wrapper && wrapper.isWrapperFor(response);
        if (!sameRequest || !sameResponse) {
            throw new ServletException((sameRequest ? "the response" : "the request") + " passed to the dispatcher is"
                    + " neither that of the servlet nor a wrapper of it, which dispatcherWrapsSameObject of the Context"
                    + " asks for");
        }
    }
}
