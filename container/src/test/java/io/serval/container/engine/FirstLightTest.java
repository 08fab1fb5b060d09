package io.serval.container.engine;

import org.junit.jupiter.api.Test;

import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestExchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FirstLightTest {
    @Test void servesAGetThroughAFilter() throws Exception {
        try (TestApp app = TestApp.at("/app", setup -> {
            setup.servlet("/hello", (request, response) -> {
                response.setContentType("text/plain");
                response.getWriter().print("hello " + request.getParameter("name"));
            });
            setup.filter("tag", "/*", (request, response, chain) -> {
                ((jakarta.servlet.http.HttpServletResponse) response).setHeader("X-Tag", "1");
                chain.doFilter(request, response);
            });
        })) {
            TestExchange exchange = app.get("/app/hello?name=you");
            assertEquals(200, exchange.status());
            assertEquals("hello you", exchange.text());
            assertEquals("text/plain;charset=ISO-8859-1", exchange.responseHeader("Content-Type"));
            assertEquals("1", exchange.responseHeader("X-Tag"));
        }
    }
}
