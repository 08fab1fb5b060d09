package io.serval.container.conformance;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.container.Serval;
import io.serval.container.ServalBuilder;
import io.serval.container.WebAppBuilder;
import io.serval.container.testing.TestApp.Service;

/** An application at {@code /app} of a server of its own, and a client that shows every octet of an answer. */
final class Probe implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Serval server;

    private Probe(Serval server) {
        this.server = server;
    }

    static Probe of(Consumer<WebAppBuilder> app) {
        return new Probe(Serval.builder().port(0).context("/app", app).start());
    }

    /** Starts a server that is put together; its first application is to be at {@code /app}. */
    static Probe of(ServalBuilder server) {
        return new Probe(server.start());
    }

    /** With one servlet, mapped to {@code /s/*}; the answer is {@code ok}, or says which assertion failed. */
    static Probe checking(Service service) {
        return of(app -> app.servlet("/s/*", check(service)));
    }

    static HttpServlet servlet(Service service) {
        return new HttpServlet() {
            @Override protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws ServletException, IOException {
                service.serve(request, response);
            }
        };
    }

    /** A servlet that answers {@code ok} if nothing fails in it. */
    static HttpServlet check(Service service) {
        return servlet((request, response) -> {
            String outcome = "ok";
            try {
                service.serve(request, response);
            } catch (AssertionError | Exception e) {
                outcome = e.toString();
            }
            if (!response.isCommitted()) {
                response.reset();
                response.getWriter().print(outcome);
            }
        });
    }

    int port() {
        return server.port();
    }

    Serval server() {
        return server;
    }

    /** The whole answer to a GET. @param fields lines of the header section */
    String get(String target, String... fields) throws IOException {
        return send("GET", target, "", fields);
    }

    String send(String method, String target, String content, String... fields) throws IOException {
        StringBuilder head = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        if (!content.isEmpty()) {
            head.append("Content-Length: ").append(content.length()).append("\r\n");
        }
        return raw(head + "\r\n" + content);
    }

    /** All that comes until the connection ends, for octets that are sent as they are. */
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("localhost", port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** The content of an answer that was not chunked. */
    static String content(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    /** The first value of a field, or {@code null}. */
    static String field(String answer, String name) {
        for (String line : answer.substring(0, answer.indexOf("\r\n\r\n")).split("\r\n")) {
            if (line.regionMatches(true, 0, name + ':', 0, name.length() + 1)) {
                return line.substring(name.length() + 1).trim();
            }
        }
        return null;
    }

    @Override public void close() {
        server.stop();
    }
}
