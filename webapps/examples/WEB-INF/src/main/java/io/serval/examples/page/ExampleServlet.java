package io.serval.examples.page;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The page of one example: words and controls from {@code /WEB-INF/pages}, the example itself in a frame, then the
 * Java files it was compiled from. Only names that {@link Example} lists are looked up.
 */
@WebServlet("/show/*")
public final class ExampleServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Optional<Example> example = path == null ? Optional.empty() : Example.find(path.substring(1));
        if (example.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String page = page(example.get(), request.getContextPath());
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(page);
    }

    private String page(Example example, String contextPath) throws IOException {
        StringBuilder page = new StringBuilder(Layout.head(example.title() + " · Serval examples", contextPath))
                .append(Layout.top(contextPath))
                .append("<h1>").append(example.title()).append("</h1>\n<p class=\"lead\">").append(example.summary())
                .append("</p>\n<div class=\"stage\">\n<div>\n")
                .append(text("/WEB-INF/pages/" + example.id() + ".html"))
                .append("</div>\n<iframe name=\"live\" title=\"The example at work\" src=\"")
                .append(contextPath).append('/').append(Html.escape(example.live())).append("\"></iframe>\n</div>\n");
        for (String source : example.sources()) {
            page.append("<h2>").append(source).append(".java</h2>\n<pre class=\"source\" tabindex=\"0\"><code>")
                    .append(JavaSource.highlight(text("/WEB-INF/src/main/java/io/serval/examples/" + source + ".java")))
                    .append("</code></pre>\n");
        }
        return page.append(Layout.bottom()).toString();
    }

    private String text(String path) throws IOException {
        try (InputStream file = getServletContext().getResourceAsStream(path)) {
            if (file == null) {
                throw new FileNotFoundException(path + " is missing in the examples application");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
