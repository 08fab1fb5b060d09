package io.serval.container.conformance;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.Part;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.serval.container.testing.TestApp.Service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What an application kept of a request, and uses after its end (§3.14, §5.8): every public method of everything says
 * which request and servlet it belonged to, and the next request of the connection notices nothing.
 */
class LateUseIT {
    /** Every method is called but these, which may answer, and why they may. */
    private static final Map<String, String> ANSWERING = Map.of(
            "input.close", "closing what is closed does nothing (Closeable)",
            "input.mark", "does nothing in streams without marks (InputStream)",
            "input.markSupported", "is the same for all streams of requests",
            "reader.close", "closing what is closed does nothing (Closeable)",
            "reader.markSupported", "is the same for all readers",
            "session.getId", "has no IllegalStateException in its documentation",
            "session.getServletContext", "has no IllegalStateException in its documentation",
            "session.getMaxInactiveInterval", "has no IllegalStateException in its documentation",
            "session.setMaxInactiveInterval", "has no IllegalStateException in its documentation");
    /** Methods that refuse in words of their own, as the class of the JDK has it. */
    private static final Map<String, String> REFUSING = Map.of("input.reset", "mark/reset not supported");

    private static final Map<String, Class<?>> KINDS = Map.of("request", HttpServletRequest.class,
            "response", HttpServletResponse.class, "session", HttpSession.class, "async", AsyncContext.class,
            "input", ServletInputStream.class, "output", ServletOutputStream.class, "reader", BufferedReader.class,
            "writer", PrintWriter.class, "part", Part.class);

    private static final String MULTIPART = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n"
            + "some content\r\n--b--\r\n";

    private final Map<String, Object> kept = new ConcurrentHashMap<>();
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final CountDownLatch inSecond = new CountDownLatch(1);
    private final CountDownLatch used = new CountDownLatch(1);
    private Probe probe;

    @BeforeEach void start() {
        probe = Probe.of(app -> {
            add(app, "streams", (request, response) -> {
                keep(request, "request", request);
                keep(request, "response", response);
                keep(request, "input", request.getInputStream());
                keep(request, "output", response.getOutputStream());
                response.getOutputStream().print("first");
            });
            add(app, "texts", (request, response) -> {
                BufferedReader reader = request.getReader();
                keep(request, "reader", reader);
                keep(request, "writer", response.getWriter());
                response.getWriter().print(reader.read());        // the rest stays in its buffer
            });
            add(app, "async", (request, response) -> {
                AsyncContext async = request.startAsync();
                keep(request, "async", async);
                async.complete();
            });
            add(app, "part", (request, response) -> keep(request, "part", request.getPart("f")));
            add(app, "session", (request, response) -> {
                HttpSession session = request.getSession();
                kept.put("session", session);
                owners.put("session", "Session [" + session.getId() + "]");
                session.invalidate();
            });
            add(app, "second", (request, response) -> {
                inSecond.countDown();
                await(used);
                byte[] content = request.getInputStream().readAllBytes();
                response.setHeader("X-Own", request.getHeader("X-Own"));
                response.getOutputStream().print(new String(content, StandardCharsets.UTF_8) + request.getQueryString());
            });
        });
    }

    @AfterEach void stop() {
        used.countDown();
        probe.close();
    }

    private static void add(io.serval.container.WebAppBuilder app, String name, Service service) {
        app.servlet(name, Probe.servlet(service), each -> {
            each.addMapping('/' + name);
            each.setAsyncSupported(true);
            each.setMultipartConfig(new MultipartConfigElement(""));
        });
    }

    private void keep(HttpServletRequest request, String what, Object object) {
        kept.put(what, object);
        owners.put(what, "request " + request.getRequestId() + " to servlet ["
                + request.getHttpServletMapping().getServletName() + "]");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String post(String target, String content, String field) {
        return "POST /app/" + target + " HTTP/1.1\r\nHost: x\r\n" + field + "\r\nContent-Length: " + content.length()
                + "\r\n\r\n" + content;
    }

    /** All on one connection, each answered before the next is sent, as their objects would be used again. */
    private static void exchange(Socket client, String request) throws Exception {
        client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        readAnswer(client);
    }

    private static String readAnswer(Socket client) throws Exception {
        StringBuilder answer = new StringBuilder();
        int length = -1;
        while (length < 0 || answer.length() < length) {
            int octet = client.getInputStream().read();
            assertTrue(octet >= 0, "the connection ended after: " + answer);
            answer.append((char) octet);
            if (length < 0 && answer.toString().endsWith("\r\n\r\n")) {
                length = answer.length() + Integer.parseInt(Probe.field(answer.toString(), "Content-Length"));
            }
        }
        return answer.toString();
    }

    @Test void everyUseAfterTheEndNamesItsRequestAndHarmsNoOther() throws Exception {
        try (Socket client = probe.connect()) {
            exchange(client, post("streams", "abc", "X-A: b"));
            exchange(client, post("texts", "text of many characters", "X-A: b"));
            exchange(client, post("async", "abc", "X-A: b"));
            exchange(client, post("part", MULTIPART, "Content-Type: multipart/form-data; boundary=b"));
            exchange(client, post("session", "abc", "X-A: b"));
            assertEquals(KINDS.keySet(), kept.keySet());
            client.getOutputStream().write(post("second?q=1", "content of the second", "X-Own: own").getBytes());
            inSecond.await();
            List<String> wrong = new ArrayList<>();
            for (String each : new TreeSet<>(kept.keySet())) {
                useAll(each, wrong);
            }
            used.countDown();
            String answer = readAnswer(client);
            assertEquals(List.of(), wrong);
            assertTrue(answer.startsWith("HTTP/1.1 200 \r\n") || answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertEquals("content of the secondq=1", Probe.content(answer));
            assertEquals("own", Probe.field(answer, "X-Own"));
            assertEquals(null, Probe.field(answer, "x"), answer);
            assertEquals(null, Probe.field(answer, "Set-Cookie"), answer);
        }
    }

    @Test void whatMayAnswerIsThere() {
        for (String each : ANSWERING.keySet()) {
            String[] parts = each.split("\\.");
            assertTrue(Arrays.stream(KINDS.get(parts[0]).getMethods()).anyMatch(m -> m.getName().equals(parts[1])), each);
        }
    }

    private void useAll(String what, List<String> wrong) {
        List<Method> methods = new ArrayList<>(List.of(KINDS.get(what).getMethods()));
        methods.removeIf(each -> each.getDeclaringClass() == Object.class || Modifier.isStatic(each.getModifiers()));
        methods.sort((a, b) -> Boolean.compare(a.getName().equals("close"), b.getName().equals("close")));
        for (Method each : methods) {
            String name = what + '.' + each.getName();
            String outcome = use(kept.get(what), each);
            boolean told = outcome.startsWith("java.lang.IllegalStateException: ")
                    && outcome.contains(owners.get(what));
            boolean refused = REFUSING.containsKey(name) && outcome.contains(REFUSING.get(name));
            boolean answered = ANSWERING.containsKey(name) && outcome.startsWith("answered");
            if (!told && !refused && !answered) {
                wrong.add(name + Arrays.toString(each.getParameterTypes()) + ": " + outcome);
            }
        }
    }

    private static String use(Object object, Method method) {
        Object[] arguments = Arrays.stream(method.getParameterTypes()).map(LateUseIT::argument).toArray();
        try {
            return "answered " + method.invoke(object, arguments);
        } catch (InvocationTargetException thrown) {
            return String.valueOf(thrown.getCause());
        } catch (IllegalAccessException | IllegalArgumentException ours) {
            throw new AssertionError("cannot call " + method, ours);
        }
    }

    /** Something a method would take from an application that has not noticed that the request is over. */
    private static Object argument(Class<?> type) {
        Map<Class<?>, Object> samples = new HashMap<>(Map.of(boolean.class, true, int.class, 1, long.class, 1L,
                char.class, 'c', float.class, 1f, double.class, 1d, String.class, "xyz", Object.class, "xyz",
                CharSequence.class, "xyz"));
        samples.putAll(Map.of(Locale.class, Locale.ROOT, Charset.class, StandardCharsets.UTF_8,
                ByteBuffer.class, ByteBuffer.allocate(8), CharBuffer.class, CharBuffer.allocate(8),
                OutputStream.class, OutputStream.nullOutputStream(), Writer.class, Writer.nullWriter(),
                Cookie.class, new Cookie("late", "1")));
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 8);
        }
        return samples.containsKey(type) ? samples.get(type) : !type.isInterface() ? null
                : Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> null);
    }
}
