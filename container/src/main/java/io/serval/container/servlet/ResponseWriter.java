package io.serval.container.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * The content of a response as characters. Everything is overridden that would take the lock of the base class, which
 * must not be held while a slow client is waited for. Failures are remembered and not thrown, as {@link #checkError}
 * has it. Owned by the thread of the request.
 */
final class ResponseWriter extends PrintWriter {
    private static final Writer NOWHERE = Writer.nullWriter();

    private final HttpServletResponseImpl response;
    private final TextEncoder encoder;
    private boolean failed;

    ResponseWriter(HttpServletResponseImpl response, Charset charset) {
        super(NOWHERE);
        this.response = response;
        this.encoder = TextEncoder.of(charset, response);
    }

    /** Hands over the characters that collected. */
    void drain() throws IOException {
        encoder.drain();
    }

    void drop() {
        encoder.drop();
    }

    int pending() {
        return encoder.pending();
    }

    @Override public void write(int c) {
        response.request().live();
        try {
            encoder.encode((char) c);
        } catch (IOException e) {
            failed = true;
        }
    }

    @Override public void write(char[] source, int offset, int length) {
        write(new String(source, offset, length), 0, length);
    }

    @Override public void write(char[] source) {
        write(source, 0, source.length);
    }

    @Override public void write(String text, int offset, int length) {
        response.request().live();
        try {
            encoder.encode(text, offset, length);
        } catch (IOException e) {
            failed = true;
        }
    }

    @Override public void write(String text) {
        write(text, 0, text.length());
    }

    @Override public void println() {
        write(System.lineSeparator());
    }

    @Override public void println(boolean x) {
        println(String.valueOf(x));
    }

    @Override public void println(char x) {
        write(x);
        println();
    }

    @Override public void println(int x) {
        println(String.valueOf(x));
    }

    @Override public void println(long x) {
        println(String.valueOf(x));
    }

    @Override public void println(float x) {
        println(String.valueOf(x));
    }

    @Override public void println(double x) {
        println(String.valueOf(x));
    }

    @Override public void println(char[] x) {
        write(x);
        println();
    }

    @Override public void println(String x) {
        write(String.valueOf(x));
        println();
    }

    @Override public void println(Object x) {
        println(String.valueOf(x));
    }

    @Override public PrintWriter format(String format, Object... arguments) {
        write(String.format(format, arguments));
        return this;
    }

    @Override public PrintWriter format(Locale locale, String format, Object... arguments) {
        write(String.format(locale, format, arguments));
        return this;
    }

    @Override public void flush() {
        try {
            encoder.drain();
            response.flushContent();
        } catch (IOException e) {
            failed = true;
        }
    }

    @Override public void close() {
        try {
            response.close();
        } catch (IOException e) {
            failed = true;
        }
    }

    @Override public boolean checkError() {
        flush();
        return failed;
    }

    @Override protected void setError() {
        failed = true;
    }

    @Override protected void clearError() {
        failed = false;
    }
}
