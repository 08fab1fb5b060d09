package io.serval.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class EventStreamTest {
    private final AtomicInteger completions = new AtomicInteger();
    private final Out out = new Out();
    private final EventStream stream = new EventStream(asyncContext(), out, 3);

    @Test void anEventIsAFieldALineAndEndsWithAnEmptyOne() {
        String event = new String(EventStream.event(LocalTime.of(9, 5, 7, 123_000_000)), StandardCharsets.US_ASCII);
        assertEquals("event: tick\ndata: 09:05:07 UTC\n\n", event);
    }

    @Test void writesNothingBeforeTheContainerSaysItMay() {
        stream.run();
        assertEquals(0, out.events());
    }

    @Test void leavesTicksOutWhileTheClientDoesNotRead() {
        stream.onWritePossible();
        out.ready = false;
        stream.run();
        stream.run();
        assertEquals(1, out.events());
        out.ready = true;
        stream.onWritePossible();
        stream.run();
        assertEquals(2, out.events());
    }

    @Test void completesOnceAfterItsLastTick() {
        stream.onWritePossible();
        for (int i = 0; i < 6; i++) {
            stream.run();
        }
        assertEquals(3, out.events());
        assertEquals(1, completions.get());
    }

    @Test void completesOnceWhenTheClientIsGone() {
        stream.onWritePossible();
        out.broken = true;
        stream.run();
        stream.onError(new IOException("reset"));
        assertEquals(1, completions.get());
    }

    private AsyncContext asyncContext() {
        return (AsyncContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {AsyncContext.class},
                (proxy, method, args) -> {
                    assertEquals("complete", method.getName());
                    completions.incrementAndGet();
                    return null;
                });
    }

    private static final class Out extends ServletOutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean ready = true;
        private boolean broken;

        int events() {
            return written.toString(StandardCharsets.US_ASCII).split("event: tick", -1).length - 1;
        }

        @Override public boolean isReady() {
            return ready;
        }

        @Override public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("the servlet does this");
        }

        @Override public void write(int b) throws IOException {
            if (broken) {
                throw new IOException("reset");
            }
            written.write(b);
        }
    }
}
