package io.serval.examples.page;

import java.io.IOException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The list of the examples. Mapped to the context root in {@code web.xml}. */
public final class IndexServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(html(request.getContextPath()));
    }

    static String html(String contextPath) {
        StringBuilder page = new StringBuilder(Layout.head("Serval examples", contextPath))
                .append(Layout.top(contextPath))
                .append("""
                        <section class="hero">
                          <h1>Small things that work</h1>
                          <p class="lead">Each example runs beside its source, and needs nothing but the
                            Servlet API.</p>
                        </section>
                        <ul class="cards">
                        """);
        for (Example example : Example.values()) {
            page.append("""
                      <li class="card"><h2><a href="%s/show/%s">%s</a></h2><p>%s</p></li>
                    """.formatted(contextPath, example.id(), example.title(), example.summary()));
        }
        return page.append("</ul>\n").append(Layout.bottom()).toString();
    }
}
