package io.serval.container.servlet;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;

import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.serval.container.Serval;
import io.serval.container.testing.TestApp.Service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Servlets as clients see them, over real connections. */
class ServletIT {
    private static Serval server;

    private static HttpServlet of(Service service) {
        return new HttpServlet() {
            @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws ServletException, IOException {
                service.serve(request, response);
            }
        };
    }

    @BeforeAll static void start() {
        server = Serval.builder().port(0).context("/app", app -> app
                .filter("/frames", (request, response, chain) -> chain.doFilter(request, response))
                .servlet("/frames", of(ServletIT::frames))
                .servlet("/echo", of((request, response) -> {
                    response.setContentType(request.getContentType());
                    request.getInputStream().transferTo(response.getOutputStream());
                }))
                .servlet("/params", of((request, response) -> response.getWriter().print(
                        String.join(",", request.getParameterValues("a")))))
                .servlet("upload", of(ServletIT::upload), each -> {
                    each.addMapping("/upload");
                    each.setMultipartConfig(new MultipartConfigElement("", 1000, 5000, 100));
                })
                .servlet("/count", of((request, response) -> {
                    var session = request.getSession();
                    Integer count = (Integer) session.getAttribute("n");
                    session.setAttribute("n", count == null ? 1 : count + 1);
                    response.getWriter().print(session.getAttribute("n"));
                }))
                .servlet("/fail", of((request, response) -> {
                    throw new IllegalStateException("secret <detail>");
                }))
                .servlet("/broken", of((request, response) -> {
                    response.getWriter().print("part");
                    response.flushBuffer();
                    throw new IllegalStateException("late");
                }))
                .servlet("/big", of((request, response) -> {
                    String line = "0123456789abcdef".repeat(64);
                    for (int i = 0; i < 1024; i++) {
                        response.getWriter().write(line);
                    }
                }))
                .servlet("/redirect", of((request, response) -> response.sendRedirect("count?x=1")))
                .servlet("/trailers", of((request, response) -> {
                    response.setTrailerFields(() -> Map.of("X-Sum", "42"));
                    response.getWriter().print("content");
                    response.flushBuffer();
                }))
                .servlet("async", of(ServletIT::async), each -> {
                    each.addMapping("/async");
                    each.setAsyncSupported(true);
                })
                .servlet("timeout", of((request, response) -> request.startAsync().setTimeout(100)), each -> {
                    each.addMapping("/timeout");
                    each.setAsyncSupported(true);
                })
                .servlet("/error", of((request, response) -> response.getWriter().print("page for "
                        + request.getAttribute("jakarta.servlet.error.request_uri"))))
                .errorPage(410, "/error")
                .servlet("/gone", of((request, response) -> response.sendError(410)))).start();
    }

    @AfterAll static void stop() {
        server.stop();
    }

    private static RequestSpecification request() {
        return given().port(server.port()).basePath("/app").urlEncodingEnabled(false);
    }

    /** A GET in plain bytes, and all that comes until the connection ends. */
    private static String raw(String target) throws IOException {
        try (Socket socket = new Socket("localhost", server.port())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void frames(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            if (frame.getClassName().startsWith("io.serval.") && !frame.getClassName().contains("ServletIT")) {
                frames.add(frame.getClassName().replaceAll(".*\\.", "") + '.' + frame.getMethodName());
            }
        }
        response.getWriter().print(frames.size() + " " + frames);
    }

    private static void upload(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        StringBuilder told = new StringBuilder(String.valueOf(request.getParameter("text")));
        for (Part part : request.getParts()) {
            told.append('|').append(part.getName()).append(' ').append(part.getSubmittedFileName()).append(' ')
                    .append(part.getSize());
        }
        response.getWriter().print(told);
    }

    private static void async(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync();
        new Thread(() -> {
            try {
                async.getResponse().getWriter().print("from my own thread");
                async.complete();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }).start();
    }

    @Test void aServletBehindAFilterHasAtMostSixOfOurFramesBelowIt() {
        String frames = request().get("/frames").asString();
        assertTrue(Integer.parseInt(frames.split(" ")[0]) <= 6, frames);
    }

    @Test void echoesContentOfAnyFraming() {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        byte[] back = request().contentType("application/octet-stream").body(content).post("/echo").asByteArray();
        assertArrayEquals(content, back);
        request().contentType("text/plain").body("short").post("/echo").then().body(equalTo("short"))
                .header("Content-Type", startsWith("text/plain"));
    }

    @Test void readsParametersOfQueryAndForm() throws IOException {
        request().contentType("application/x-www-form-urlencoded").body("a=2&a=%20").post("/params?a=1").then()
                .statusCode(200).body(equalTo("1,2, "));
        assertTrue(raw("/app/params?a=%zz").startsWith("HTTP/1.1 400 "));
    }

    @Test void takesUploadsWithinTheirLimits() {
        request().multiPart("text", "hello").multiPart("file", "name.txt", new byte[500]).post("/upload").then()
                .statusCode(200).body(equalTo("hello|text null 5|file name.txt 500"));
        request().multiPart("file", "name.txt", new byte[2000]).post("/upload").then().statusCode(413);
    }

    @Test void keepsSessionsByCookie() {
        var first = request().get("/count");
        first.then().body(equalTo("1"));
        String id = first.getCookie("JSESSIONID");
        request().cookie("JSESSIONID", id).get("/count").then().body(equalTo("2")).header("Set-Cookie", nullValue());
        request().cookie("JSESSIONID", "invented").get("/count").then().body(equalTo("1"));
    }

    @Test void tellsOfErrorsWithoutSecrets() {
        request().get("/fail").then().statusCode(500).body(containsString("Internal Server Error"))
                .body(not(containsString("secret")));
        request().get("/gone").then().statusCode(410).body(equalTo("page for /app/gone"));
        request().get("/nothing").then().statusCode(404).contentType(containsString("text/html"));
        request().get("/..%2fsecret").then().statusCode(400);
        given().port(server.port()).get("/other").then().statusCode(404);
    }

    @Test void breaksOffAResponseThatFailsHalfway() throws IOException {
        String answer = raw("/app/broken");
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.contains("part") && !answer.endsWith("0\r\n\r\n"),
                answer);
    }

    @Test void streamsLargeResponses() {
        assertEquals(1 << 20, request().get("/big").asByteArray().length);
    }

    @Test void redirects() {
        request().redirects().follow(false).get("/redirect").then().statusCode(302)
                .header("Location", endsWith("count?x=1"));
        given().port(server.port()).redirects().follow(false).get("/app?q=1").then().statusCode(302)
                .header("Location", "/app/?q=1");
        request().get("/redirect").then().body(equalTo("1"));
    }

    @Test void answersHeadLikeGetWithoutContent() {
        request().head("/big").then().statusCode(200).body(equalTo(""));
        request().get("/trailers").then().body(equalTo("content"));
    }

    @Test void completesFromThreadsOfTheApplication() {
        for (int i = 0; i < 20; i++) {
            request().get("/async").then().statusCode(200).body(equalTo("from my own thread"));
        }
        request().get("/timeout").then().statusCode(500);
        awaitNoRequest();
    }

    /** A client can have its answer a moment before the server has counted the request out. */
    private static void awaitNoRequest() {
        long end = System.nanoTime() + 10_000_000_000L;
        while (server.activeRequests() > 0) {
            assertTrue(System.nanoTime() < end, () -> server.activeRequests() + " requests are left");
            Thread.onSpinWait();
        }
    }

    @Test void refusesTrace() {
        request().request("TRACE", "/frames").then().statusCode(405).header("Allow", containsString("GET"));
    }
}
