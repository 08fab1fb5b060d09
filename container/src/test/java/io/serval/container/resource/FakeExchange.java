package io.serval.container.resource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.container.i18n.HttpDate;

/** A request to a servlet and the response to it, in memory: as much of both as file serving uses. */
final class FakeExchange {
    private final String method;
    private final String path;
    private final Map<String, String> requestHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Object> attributes = new HashMap<>();
    private DispatcherType dispatcherType = DispatcherType.REQUEST;
    private String pathInfo;
    private String query;
    private byte[] content = new byte[0];
    private boolean canSendFiles;
    private boolean writerInUse;

    int status = 200;
    String error;
    String location;
    String contentType;
    long contentLength = -1;
    long sentByFile;
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final StringWriter text = new StringWriter();

    FakeExchange(String method, String path) {
        this.method = method;
        this.path = path;
    }

    static FakeExchange get(String path) {
        return new FakeExchange("GET", path);
    }

    FakeExchange header(String name, String value) {
        requestHeaders.put(name, value);
        return this;
    }

    FakeExchange dispatched(DispatcherType type) {
        dispatcherType = type;
        if (type == DispatcherType.INCLUDE) {
            attributes.put(RequestDispatcher.INCLUDE_SERVLET_PATH, path);
        }
        return this;
    }

    FakeExchange pathInfo(String value) {
        pathInfo = value;
        return this;
    }

    FakeExchange query(String value) {
        query = value;
        return this;
    }

    FakeExchange content(String value) {
        content = value.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    FakeExchange canSendFiles() {
        canSendFiles = true;
        return this;
    }

    /** Somebody writes text already. */
    FakeExchange writing(String before) {
        writerInUse = true;
        text.write(before);
        return this;
    }

    FakeExchange to(HttpServlet servlet) throws Exception {
        servlet.service(proxy(HttpServletRequest.class, this::request), proxy(HttpServletResponse.class,
                this::response));
        return this;
    }

    String body() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    interface Answer {
        Object to(Method method, Object[] arguments) throws Exception;
    }

    static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(FakeExchange.class.getClassLoader(), new Class<?>[] {type},
                (proxy, called, arguments) -> answer.to(called, arguments)));
    }

    private Object request(Method called, Object[] arguments) {
        return switch (called.getName()) {
            case "getMethod" -> method;
            case "getProtocol" -> "HTTP/1.1";
            case "getDispatcherType" -> dispatcherType;
            case "getServletPath" -> dispatcherType == DispatcherType.INCLUDE ? "/including" : path;
            case "getPathInfo" -> dispatcherType == DispatcherType.INCLUDE ? null : pathInfo;
            case "getContextPath" -> "/app";
            case "getQueryString" -> query;
            case "getParameter" -> query == null ? null : query.substring(query.indexOf('=') + 1);
            case "getHeader" -> requestHeaders.get((String) arguments[0]);
            case "getAttribute" -> attributes.get((String) arguments[0]);
            case "getInputStream" -> new Content(new ByteArrayInputStream(content));
            default -> throw new AssertionError("unexpected call of " + called);
        };
    }

    private Object response(Method called, Object[] arguments) {
        switch (called.getName()) {
            case "setHeader", "addHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
            case "setDateHeader" -> headers.put((String) arguments[0], HttpDate.format((Long) arguments[1]));
            case "setStatus" -> status = (Integer) arguments[0];
            case "sendError" -> {
                status = (Integer) arguments[0];
                error = "sent";
            }
            case "sendRedirect" -> {
                location = (String) arguments[0];
                status = (Integer) arguments[1];
            }
            case "setContentType" -> contentType = (String) arguments[0];
            case "setContentLengthLong" -> contentLength = (Long) arguments[0];
            case "getContentType" -> {
                return contentType;
            }
            case "containsHeader" -> {
                return headers.containsKey((String) arguments[0]);
            }
            case "encodeRedirectURL" -> {
                return arguments[0];
            }
            case "getWriter" -> {
                return new PrintWriter(text);
            }
            case "getOutputStream" -> {
                return outputStream();
            }
            default -> throw new AssertionError("unexpected call of " + called);
        }
        return null;
    }

    private ServletOutputStream outputStream() {
        if (writerInUse) {
            throw new IllegalStateException("getWriter was called");
        }
        return canSendFiles ? new FileOutput() : new Output();
    }

    private static final class Content extends ServletInputStream {
        private final ByteArrayInputStream in;

        Content(ByteArrayInputStream in) {
            this.in = in;
        }

        @Override public int read() {
            return in.read();
        }

        @Override public boolean isFinished() {
            return in.available() == 0;
        }

        @Override public boolean isReady() {
            return true;
        }

        @Override public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("blocking only");
        }
    }

    private class Output extends ServletOutputStream {
        @Override public void write(int b) {
            bytes.write(b);
        }

        @Override public void write(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
        }

        @Override public boolean isReady() {
            return true;
        }

        @Override public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("blocking only");
        }
    }

    private final class FileOutput extends Output implements FileSender {
        @Override public void transferFrom(FileChannel file, long position, long count) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate((int) count);
            file.read(buffer, position);
            write(buffer.array(), 0, buffer.position());
            sentByFile += count;
        }
    }
}
