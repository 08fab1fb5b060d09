package io.serval.container.servlet;

import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.http.FieldName;
import io.serval.http.Status;

/**
 * Tells a client of an error by the page that the application has for it, else by the plain one (Servlet 6.1 §10.9).
 * Stateless; called by the owner of the request.
 */
final class ErrorDispatch {
    private static final Logger log = LoggerFactory.getLogger(ErrorDispatch.class);

    private final ServletContextImpl context;

    ErrorDispatch(ServletContextImpl context) {
        this.context = context;
    }

    /** An exception left the application. */
    void failed(HttpServletRequestImpl request, Throwable thrown) {
        if (request.isEnded()) {
            return;
        }
        Failure failure = Failure.of(thrown);
        HttpServletResponseImpl response = request.response();
        log(request, failure);
        if (response.isBrokenOff()) {
            response.breakOff();
        } else if (response.content().isCommitted()) {
            breakOff(request);
        } else {
            Throwable cause = ErrorPages.rootCause(thrown);
            String page = context.errorPages().find(thrown);
            if (failure.retryAfter() > 0) {
                response.content().fields().set(FieldName.RETRY_AFTER, Integer.toString(failure.retryAfter()));
            }
            tell(request, page, failure.status(), failure.expected() ? null : cause.getMessage(), cause);
        }
    }

    /** The client has part of an answer: the only way to say that it is not whole is not to end it. */
    private static void breakOff(HttpServletRequestImpl request) {
        if (!request.response().content().isFinished()) {
            request.response().breakOff();
        }
    }

    private void log(HttpServletRequestImpl request, Failure failure) {
        if (failure.expected() || request.response().isBrokenOff()) {
            log.debug("{} ended with {}: {}", request, failure.status(), failure.cause().toString());
        } else {
            log.error("Servlet [{}] of {} threw an exception for {}", request.view().servlet().name(), context, request,
                    failure.cause());
        }
    }

    /** A status was sent by {@code sendError}, if one was. */
    void sent(HttpServletRequestImpl request) {
        HttpServletResponseImpl response = request.response();
        int status = response.errorStatus();
        if (status != 0 && !response.content().isCommitted()) {
            tell(request, context.errorPages().find(status), status, response.errorMessage(), null);
        }
    }

    /** Nobody took care of a request whose time was up. */
    void timedOut(HttpServletRequestImpl request) {
        int status = Status.INTERNAL_SERVER_ERROR.code();
        if (request.response().content().isCommitted()) {
            breakOff(request);
        } else {
            tell(request, context.errorPages().find(status), status, "The request took too long.", null);
        }
    }

    private void tell(HttpServletRequestImpl request, String page, int status, String message, Throwable exception) {
        String path = page == null && exception != null ? context.errorPages().find(status) : page;
        setAttributes(request, status, message, exception);
        boolean told = path != null && byPage(request, path, status);
        if (!told && !request.isEnded() && !request.response().content().isCommitted()) {
            byReport(request, exception == null ? message : null, status, exception);
        }
    }

    private static void setAttributes(HttpServletRequestImpl request, int status, String message, Throwable exception) {
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
        request.setAttribute(RequestDispatcher.ERROR_MESSAGE, message == null ? Status.reason(status) : message);
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, request.getRequestURI());
        request.setAttribute(RequestDispatcher.ERROR_QUERY_STRING, request.getQueryString());
        request.setAttribute(RequestDispatcher.ERROR_METHOD, request.getMethod());
        request.setAttribute(RequestDispatcher.ERROR_SERVLET_NAME, request.view().servlet().name());
        if (exception != null) {
            request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, exception);
            request.setAttribute(RequestDispatcher.ERROR_EXCEPTION_TYPE, exception.getClass());
        }
    }

    /** @return false if the page failed too, or sent an error itself */
    private boolean byPage(HttpServletRequestImpl request, String path, int status) {
        RequestDispatcherImpl dispatcher = RequestDispatcherImpl.forPath(context, path);
        if (dispatcher == null) {
            log.warn("The error page [{}] of {} is no path of the application; a plain page is shown", path, context);
            return false;
        }
        request.response().reopen(status);
        request.telling(true);
        try {
            dispatcher.error(request);
            return request.response().errorStatus() == 0;
        } catch (IOException | ServletException | RuntimeException | LinkageError e) {
            if (!request.response().isBrokenOff()) {
                log.error("The error page [{}] of {} failed itself; a plain page is shown", path, context, e);
            }
            return false;
        } finally {
            request.telling(false);
        }
    }

    private void byReport(HttpServletRequestImpl request, String message, int status, Throwable exception) {
        HttpServletResponseImpl response = request.response();
        int shown = response.errorStatus() != 0 ? response.errorStatus() : status;
        response.reopen(shown);
        try {
            context.facts().errorReport().write(response.content(), shown, message, exception);
        } catch (IOException e) {
            response.clientFailed(e);
        }
    }
}
