package io.serval.container.conformance;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import io.serval.container.Serval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Where the specification speaks of threads (§2.3.3.3, §3.7, §5.4, §7.7.1), with slow and with many clients. */
class ThreadsIT {
    private static final int CLIENTS = 16;

    /** Notes whoever comes in while another is inside, and who comes on a thread that is no worker. */
    private static final class Gate {
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger passed = new AtomicInteger();

        void pass(String who, IoWork work) throws IOException {
            if (inside.getAndIncrement() != 0) {
                wrong.add(who + " came in while another was inside");
            }
            if (Thread.currentThread().getName().contains("Poller")) {
                wrong.add(who + " ran on " + Thread.currentThread().getName());
            }
            passed.incrementAndGet();
            try {
                work.run();
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    @FunctionalInterface
    private interface IoWork {
        void run() throws IOException;
    }

    /** Echoes without blocking until the upload ends, then dispatches, and the target ends the answer. */
    private static final class Echo extends HttpServlet {
        private final Queue<String> wrong;

        Echo(Queue<String> wrong) {
            this.wrong = wrong;
        }

        @Override protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.getOutputStream().print(" dispatched");
                return;
            }
            Gate gate = new Gate();
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            ServletInputStream input = request.getInputStream();
            ServletOutputStream output = response.getOutputStream();
            gate.pass("service", () -> {
                input.setReadListener(new ReadListener() {
                    private final byte[] buffer = new byte[64];

                    @Override public void onDataAvailable() throws IOException {
                        gate.pass("onDataAvailable", () -> {
                            while (output.isReady() && input.isReady()) {
                                int count = input.read(buffer);
                                if (count > 0) {
                                    output.write(buffer, 0, count);
                                }
                            }
                        });
                    }

                    @Override public void onAllDataRead() throws IOException {
                        gate.pass("onAllDataRead", () -> {
                            wrong.addAll(gate.wrong);
                            async.dispatch();
                        });
                    }

                    @Override public void onError(Throwable failure) {
                        wrong.add("onError: " + failure);
                        async.complete();
                    }
                });
                output.setWriteListener(new WriteListener() {
                    @Override public void onWritePossible() throws IOException {
                        gate.pass("onWritePossible", () -> { });
                    }

                    @Override public void onError(Throwable failure) {
                        wrong.add("write onError: " + failure);
                    }
                });
            });
        }
    }

    @Test void listenersOfOneRequestNeverOverlapUnderSlowClients() throws Exception {
        echoSlowly(false);
    }

    @EnabledForJreRange(min = JRE.JAVA_21)
    @Test void listenersOfOneRequestNeverOverlapOnVirtualThreads() throws Exception {
        echoSlowly(true);
    }

    private static void echoSlowly(boolean virtual) throws Exception {
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        try (Probe probe = Probe.of(Serval.builder().port(0).virtualThreads(virtual).context("/app", app ->
                app.servlet("echo", new Echo(wrong), each -> {
                    each.addMapping("/echo");
                    each.setAsyncSupported(true);
                })))) {
            String content = "0123456789".repeat(60);
            for (String answer : together(CLIENTS, n -> slowly(probe, content))) {
                assertEquals(200, Probe.status(answer), answer);
                assertTrue(answer.endsWith(" dispatched") && answer.contains(content.substring(0, 20)), answer);
            }
        }
        assertEquals(List.of(), List.copyOf(wrong));
    }

    /** In portions of seven octets, each flushed by itself. */
    private static String slowly(Probe probe, String content) throws IOException {
        try (Socket socket = probe.connect()) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(("POST /app/echo HTTP/1.0\r\nContent-Length: " + content.length()
                    + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < content.length(); i += 7) {
                socket.getOutputStream().write(content.substring(i, Math.min(content.length(), i + 7)).getBytes());
                Thread.yield();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @FunctionalInterface
    private interface Client {
        String run(int number) throws Exception;
    }

    /** Lets clients begin at one moment. @return what each got */
    private static List<String> together(int count, Client client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    go.await();
                    return client.run(number);
                }));
            }
            go.countDown();
            List<String> answers = new ArrayList<>();
            for (Future<String> each : running) {
                answers.add(each.get(30, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test void aServletIsInitialisedOnceBeforeAnyOfManyFirstRequests() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (Probe probe = Probe.of(app -> app.servlet("/s", new HttpServlet() {
            @Override public void init() {
                order.add("begin");
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                order.add("ready");
            }

            @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                order.add("served");
            }
        }))) {
            together(CLIENTS, n -> probe.get("/app/s"));
        }
        assertEquals(List.of("begin", "ready"), order.subList(0, 2));
        assertEquals(CLIENTS + 2, order.size());
    }

    @Test void aSessionThatManyRequestsInvalidateEndsOnce() throws Exception {
        AtomicInteger unbound = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        try (Probe probe = Probe.of(app -> app.servlet("/s", Probe.servlet((request, response) -> {
            if (request.getQueryString() == null) {
                request.getSession().setAttribute("v", new HttpSessionBindingListener() {
                    @Override public void valueUnbound(HttpSessionBindingEvent event) {
                        unbound.incrementAndGet();
                    }
                });
                return;
            }
            HttpSession session = request.getSession(false);
            try {
                if (session != null) {
                    session.getAttribute("v");
                    session.invalidate();
                    ended.incrementAndGet();
                }
            } catch (IllegalStateException tooLate) {
                response.setHeader("X-Late", "yes");
            }
        })))) {
            for (int round = 0; round < 20; round++) {
                String cookie = "Cookie: " + Probe.field(probe.get("/app/s"), "Set-Cookie").split(";")[0];
                for (String answer : together(4, n -> probe.get("/app/s?end", cookie))) {
                    assertEquals(200, Probe.status(answer));
                }
                assertEquals(round + 1, unbound.get());
                assertEquals(round + 1, ended.get());
            }
        }
    }
}
