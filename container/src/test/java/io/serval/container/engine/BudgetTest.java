package io.serval.container.engine;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import io.serval.container.testing.TestApp;
import io.serval.container.testing.TestExchange;
import io.serval.http.FieldName;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a plain GET costs between the seam and the servlet. */
class BudgetTest {
    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 2_000;

    @Test void aServletBehindAFilterHasFourOfOurFramesBelowIt() throws Exception {
        List<String> frames = new ArrayList<>();
        try (TestApp app = TestApp.at("/app", setup -> {
            setup.filter("pass", "/*", (request, response, chain) -> chain.doFilter(request, response));
            setup.servlet("/hello", (request, response) -> {
                for (StackTraceElement frame : new Throwable().getStackTrace()) {
                    if (frame.getClassName().startsWith("io.serval.container.")
                            && !frame.getClassName().contains("Test")) {
                        frames.add(frame.getClassName().replaceAll(".*\\.", "") + '.' + frame.getMethodName());
                    }
                }
            });
        })) {
            app.get("/app/hello");
        }
        assertEquals(List.of("ServletCall.doFilter", "FilterChainImpl.doFilter", "WebApp.handle",
                "ServletEngine.handle"), frames);
    }

    @Test void aPlainGetAllocatesLittle() throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (TestApp app = TestApp.at("/app", setup -> {
            setup.filter("pass", "/*", (request, response, chain) -> chain.doFilter(request, response));
            setup.servlet("/hello", (request, response) -> {
                response.setContentType("text/plain;charset=UTF-8");
                response.getWriter().write("Hello, World!");
            });
        })) {
            TestExchange[] exchanges = new TestExchange[WARM_UP + ROUNDS];
            for (int i = 0; i < exchanges.length; i++) {
                exchanges[i] = TestExchange.get("/app/hello");
            }
            run(app, exchanges, 0, WARM_UP);
            long before = threads.getCurrentThreadAllocatedBytes();
            run(app, exchanges, WARM_UP, exchanges.length);
            long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
            long own = bytes - bytesOfTheExchange(threads);
            assertTrue(own <= 1024, own + " bytes for a GET; the budget is 1024");
        }
    }

    private static void run(TestApp app, TestExchange[] exchanges, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            exchanges[i].handledBy(app.engine());
        }
    }

    /** What the exchange in memory allocates itself for the same answer. */
    private static long bytesOfTheExchange(ThreadMXBean threads) throws Exception {
        TestExchange[] exchanges = new TestExchange[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            exchanges[i] = TestExchange.get("/app/hello");
        }
        byte[] answer = "Hello, World!".getBytes(StandardCharsets.UTF_8);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (TestExchange each : exchanges) {
            each.handledBy(exchange -> {
                exchange.response().fields().set(FieldName.CONTENT_TYPE, "text/plain;charset=UTF-8");
                exchange.response().write(answer, 0, answer.length);
            });
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }
}
