package io.serval.container.resource;

import java.io.FileNotFoundException;
import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Serves the files of the application where no other servlet is mapped (Servlet 6.1 §12.2): whole or in ranges, with
 * conditions, compressed where a compressed sibling is there; included and forwarded to as well. Knows nothing of the
 * engine but the {@link WebResources} it finds under {@link #RESOURCES_ATTRIBUTE}. Init parameters are Tomcat's.
 */
public class DefaultServlet extends HttpServlet {
    /** The context attribute under which the engine puts the {@link WebResources} of the application. */
    public static final String RESOURCES_ATTRIBUTE = "io.serval.container.resources";

    private WebResources resources;
    private DefaultServletSettings settings;
    private ResourceSender sender;
    private FileAnswer files;

    @Override public void init() throws ServletException {
        settings = DefaultServletSettings.of(getServletConfig());
        sender = new ResourceSender(settings.sendfileBytes());
        resources = (WebResources) getServletContext().getAttribute(RESOURCES_ATTRIBUTE);
        if (resources == null) {
            throw new ServletException("Context attribute " + RESOURCES_ATTRIBUTE + " is not set");
        }
        files = new FileAnswer(getServletContext(), resources, settings, sender);
    }

    @Override protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            // An error page is shown whatever the method of the request that failed was.
            doGet(request, response);
        } else {
            super.service(request, response);
        }
    }

    @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, true);
    }

    @Override protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, false);
    }

    @Override protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (settings.allowPostAsGet() || request.getDispatcherType() != DispatcherType.REQUEST) {
            serve(request, response, true);
        } else {
            refuseMethod(response);
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, boolean withContent)
            throws IOException {
        boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
        String path = path(request, included);
        WebResource resource = isClosed(request, path) ? new AbsentResource(path) : resources.get(path);
        if (included) {
            include(resource, response);
        } else if (resource.isFile()) {
            files.answer(request, response, resource, withContent);
        } else if (resource.isDirectory()) {
            serveDirectory(request, response, path);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static String path(HttpServletRequest request, boolean included) {
        String servletPath = included ? (String) request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH)
                : request.getServletPath();
        String pathInfo = included ? (String) request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO)
                : request.getPathInfo();
        String path = pathInfo == null ? servletPath : servletPath == null ? pathInfo : servletPath + pathInfo;
        return path == null || path.isEmpty() ? "/" : path;
    }

    /** An application may forward to its own hidden files; clients may not ask for them. */
    private static boolean isClosed(HttpServletRequest request, String path) {
        return request.getDispatcherType() == DispatcherType.REQUEST && ResourcePath.isClosed(path);
    }

    /** Header fields and status are those of the including servlet (§9.3). */
    private void include(WebResource resource, HttpServletResponse response) throws IOException {
        if (!resource.isFile()) {
            throw new FileNotFoundException("There is no resource " + resource.path() + " to include");
        }
        ServletOutputStream out = FileAnswer.outputStream(response);
        if (out != null) {
            sender.send(resource, out);
        } else {
            IncludedText.write(resource, settings.fileEncoding(), response.getWriter());
        }
    }

    private void serveDirectory(HttpServletRequest request, HttpServletResponse response, String path)
            throws IOException {
        if (!path.endsWith("/")) {
            String query = request.getQueryString();
            String location = request.getContextPath() + ResourcePath.encode(path) + '/';
            response.sendRedirect(response.encodeRedirectURL(query == null ? location : location + '?' + query),
                    settings.redirectStatus());
        } else if (settings.listings()) {
            String order = settings.sortListings() ? request.getParameter("C") : null;
            response.setContentType("text/html;charset=UTF-8");
            response.getWriter().write(new DirectoryListing(resources, settings.showServerInfo())
                    .page(path, request.getContextPath() + path, order));
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request, false);
        WebResource present = changeable(request, response, path);
        if (present == null) {
            return;
        }
        if (request.getHeader("Content-Range") != null) {
            // A part of a file cannot be put (RFC 9110 §14.5).
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else if (((ResourceWriter) resources).write(path, request.getInputStream())) {
            response.setStatus(present.exists() ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_CREATED);
        } else {
            response.sendError(HttpServletResponse.SC_CONFLICT);
        }
    }

    @Override protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request, false);
        WebResource present = changeable(request, response, path);
        if (present == null) {
            return;
        }
        if (!present.exists()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (((ResourceWriter) resources).delete(path)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            response.sendError(HttpServletResponse.SC_CONFLICT);
        }
    }

    private boolean canWrite() {
        return !settings.readOnly() && resources instanceof ResourceWriter writer && writer.isWritable();
    }

    /** What is to be changed, which need not exist; {@code null} if the request has been refused. */
    private WebResource changeable(HttpServletRequest request, HttpServletResponse response, String path)
            throws IOException {
        if (!canWrite()) {
            refuseMethod(response);
            return null;
        }
        if (ResourcePath.isClosed(path)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return null;
        }
        WebResource present = resources.get(path);
        if (Preconditions.of(request, present) == Preconditions.FAILED) {
            response.sendError(HttpServletResponse.SC_PRECONDITION_FAILED);
            return null;
        }
        return present;
    }

    @Override protected void doPatch(HttpServletRequest request, HttpServletResponse response) throws IOException {
        refuseMethod(response);
    }

    @Override protected void doOptions(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Allow", allowed());
    }

    /** What a client sent is not to be shown to its scripts. */
    @Override protected void doTrace(HttpServletRequest request, HttpServletResponse response) throws IOException {
        refuseMethod(response);
    }

    private void refuseMethod(HttpServletResponse response) throws IOException {
        response.setHeader("Allow", allowed());
        response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    private String allowed() {
        return "OPTIONS, GET, HEAD" + (settings.allowPostAsGet() ? ", POST" : "") + (canWrite() ? ", PUT, DELETE" : "");
    }
}
