package io.serval.container.resource;

import jakarta.servlet.http.HttpServlet;

/** Serves the files of the application. */
public class DefaultServlet extends HttpServlet {
    /** The context attribute under which the engine puts the {@link WebResources} of the application. */
    public static final String RESOURCES_ATTRIBUTE = "io.serval.container.resources";
}
