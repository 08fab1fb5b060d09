package io.serval.benchmarks.app;

import java.io.IOException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Reads twenty fields by name, as an application would. */
public final class FormServlet extends HttpServlet {
    public static final int FIELDS = 20;

    private static final String[] NAMES = names();

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int characters = 0;
        for (String name : NAMES) {
            characters += request.getParameter(name).length();
        }
        Answer.send(response, Integer.toString(characters));
    }

    private static String[] names() {
        String[] names = new String[FIELDS];
        for (int i = 0; i < FIELDS; i++) {
            names[i] = "field" + i;
        }
        return names;
    }
}
