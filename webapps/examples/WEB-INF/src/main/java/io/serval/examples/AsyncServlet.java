package io.serval.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.examples.page.Result;

/** Answers later without holding a thread meanwhile: thousands of these can wait at once. */
@WebServlet(urlPatterns = "/async", asyncSupported = true)
public final class AsyncServlet extends HttpServlet {
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        long wait = "2".equals(request.getParameter("seconds")) ? 2_000 : 500;
        Thread first = Thread.currentThread();
        AsyncContext async = request.startAsync();
        async.setTimeout(LONGEST_WAIT_MILLIS);
        Timers.of(getServletContext()).schedule(() -> answer(async, wait, first), wait, TimeUnit.MILLISECONDS);
    }                                                       // the container's thread goes back to other work here

    private static void answer(AsyncContext async, long wait, Thread first) {
        try {
            Result.titled("Here it is")
                    .say("The request arrived, its thread left, and " + wait + " ms later the answer was written.")
                    .fact("Same thread", Thread.currentThread() == first ? "yes" : "no, another one")
                    .send((HttpServletRequest) async.getRequest(), (HttpServletResponse) async.getResponse());
        } catch (IOException clientIsGone) {
            throw new UncheckedIOException(clientIsGone);
        } finally {
            async.complete();
        }
    }
}
