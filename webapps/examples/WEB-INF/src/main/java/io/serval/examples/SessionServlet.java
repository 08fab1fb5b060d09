package io.serval.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import io.serval.examples.page.Result;

/** Remembers a visitor's notes. A visitor who leaves none gets no session, and costs no memory. */
@WebServlet("/session")
public final class SessionServlet extends HttpServlet {
    private static final int MOST_NOTES = 10;
    private static final int LONGEST_NOTE = 200;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession(false);
        Result result = Result.titled("Your notes");
        if (session == null) {
            result.say("There is no session yet: nothing to remember.");
        } else {
            result.fact("Session", session.isNew() ? "new" : "known from before")
                    .fact("Ends after", session.getMaxInactiveInterval() / 60 + " minutes without a request");
            notes(session).forEach(result::say);
        }
        result.send(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String note = request.getParameter("note");
        if (request.getParameter("forget") != null) {
            forget(request.getSession(false));
        } else if (note != null && !note.isBlank() && note.length() <= LONGEST_NOTE) {
            remember(request.getSession(), note.strip());
        } else {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, "A note has 1 to " + LONGEST_NOTE + " characters");
            return;
        }
        response.sendRedirect("session");                   // so that reloading the page does not add it twice
    }

    /** Sets a new list rather than changing the old one: two requests of a visitor may run at the same time. */
    private static void remember(HttpSession session, String note) {
        List<String> notes = new ArrayList<>(notes(session));
        notes.add(note);
        if (notes.size() > MOST_NOTES) {
            notes.remove(0);
        }
        session.setAttribute("notes", notes);
    }

    private static void forget(HttpSession session) {
        if (session != null) {
            session.invalidate();
        }
    }

    private static List<String> notes(HttpSession session) {
        List<String> notes = new ArrayList<>();
        if (session.getAttribute("notes") instanceof List<?> list) {
            list.forEach(note -> notes.add(String.valueOf(note)));
        }
        return notes;
    }
}
