package io.serval.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Random;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The echo against a container that is ready, and not ready, at random: it calls back exactly when it promised to. */
class EchoTest {
    private int completions;
    private boolean readPromised;
    private boolean writePromised;

    @ParameterizedTest @ValueSource(ints = {0, 1, 8_191, 8_192, 8_193, 100_000})
    void givesBackExactlyWhatItGets(int size) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            byte[] content = new byte[size];
            new Random(seed).nextBytes(content);
            assertArrayEquals(content, echo(content, seed));
            assertEquals(1, completions, "completions with seed " + seed);
        }
    }

    @Test void stopsAtItsLimit() throws IOException {
        assertEquals(EchoServlet.MOST_BYTES, echo(new byte[(int) EchoServlet.MOST_BYTES + 50_000], 1).length);
        assertEquals(1, completions);
    }

    private byte[] echo(byte[] content, int seed) throws IOException {
        completions = 0;
        Random random = new Random(seed);
        In in = new In(content, random);
        Out out = new Out(random);
        Echo echo = new Echo(asyncContext(), in, out);
        readPromised = writePromised = true;
        for (int calls = 0; completions == 0 && calls < 100_000; calls++) {
            if (writePromised && (!readPromised || random.nextBoolean())) {
                writePromised = false;
                out.granted = true;
                echo.onWritePossible();
            } else if (readPromised) {
                readPromised = false;
                in.granted = true;
                if (in.isFinished()) { echo.onAllDataRead(); } else { echo.onDataAvailable(); }
            } else {
                throw new AssertionError("waits for a call that nobody promised");
            }
        }
        return out.written.toByteArray();
    }

    private AsyncContext asyncContext() {
        return (AsyncContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {AsyncContext.class},
                (proxy, method, args) -> {
                    assertEquals("complete", method.getName());
                    completions++;
                    return null;
                });
    }

    private final class In extends ServletInputStream {
        private final byte[] content;
        private final Random random;
        private int position;
        private boolean granted;

        In(byte[] content, Random random) {
            this.content = content;
            this.random = random;
        }

        @Override public boolean isFinished() {
            return position == content.length;
        }

        @Override public boolean isReady() {
            boolean ready = granted || random.nextBoolean();
            granted = false;
            readPromised |= !ready;
            return ready;
        }

        @Override public int read(byte[] target, int offset, int length) {
            int count = Math.min(length, Math.min(content.length - position, 1 + random.nextInt(8_192)));
            System.arraycopy(content, position, target, offset, count);
            position += count;
            if (isFinished()) {
                readPromised = true;
            }
            return count;
        }

        @Override public int read() {
            throw new AssertionError("reads byte by byte");
        }

        @Override public void setReadListener(ReadListener listener) {
            throw new AssertionError("the servlet does this");
        }
    }

    private final class Out extends ServletOutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final Random random;
        private boolean granted;

        Out(Random random) {
            this.random = random;
        }

        @Override public boolean isReady() {
            boolean ready = granted || random.nextBoolean();
            granted = false;
            writePromised |= !ready;
            return ready;
        }

        @Override public void write(byte[] source, int offset, int length) {
            written.write(source, offset, length);
        }

        @Override public void write(int b) {
            throw new AssertionError("writes byte by byte");
        }

        @Override public void setWriteListener(WriteListener listener) {
            throw new AssertionError("the servlet does this");
        }
    }
}
