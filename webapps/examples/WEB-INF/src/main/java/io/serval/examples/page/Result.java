package io.serval.examples.page;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The small page that an example answers with: a title, sentences, named facts. Escapes whatever it is given. */
public final class Result {
    private final String title;
    private final StringBuilder sentences = new StringBuilder();
    private final StringBuilder facts = new StringBuilder();

    private Result(String title) {
        this.title = Html.escape(title);
    }

    public static Result titled(String title) {
        return new Result(title);
    }

    public Result say(String sentence) {
        sentences.append("<p>").append(Html.escape(sentence)).append("</p>\n");
        return this;
    }

    /** A name and its value; a value of null is shown as a dash. */
    public Result fact(String name, Object value) {
        facts.append("<dt>").append(Html.escape(name)).append("</dt><dd>")
                .append(value == null ? "–" : Html.escape(value.toString())).append("</dd>\n");
        return this;
    }

    /** Writes the page; the status stays as it is. */
    public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(html(request.getContextPath()));
    }

    String html(String contextPath) {
        String facts = this.facts.isEmpty() ? "" : "<dl class=\"facts\">\n" + this.facts + "</dl>\n";
        return Layout.head(title, contextPath) + "<body class=\"result\">\n<h1>" + title + "</h1>\n"
                + sentences + facts + "</body>\n</html>\n";
    }
}
