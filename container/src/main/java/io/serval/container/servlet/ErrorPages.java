package io.serval.container.servlet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletException;

import io.serval.container.descriptor.ErrorPageDeclaration;

/** Which page of an application tells of an error (Servlet 6.1 §10.9.2). Immutable. */
public final class ErrorPages {
    private final Map<Integer, String> byStatus = new HashMap<>();
    private final Map<String, String> byException = new HashMap<>();
    private String otherwise;

    ErrorPages(List<ErrorPageDeclaration> declarations) {
        for (ErrorPageDeclaration page : declarations) {
            if (page.exceptionType() != null) {
                byException.put(page.exceptionType(), page.path());
            } else if (page.errorCode() != null) {
                byStatus.put(page.errorCode(), page.path());
            } else {
                otherwise = page.path();
            }
        }
    }

    /**
     * The page for a status: its own, or the default.
     *
     * @return {@code null} if there is none
     */
    public String find(int status) {
        String page = byStatus.get(status);
        return page != null ? page : otherwise;
    }

    /**
     * The page for an exception: that of the nearest class above it; for a {@link ServletException} without one, that
     * of its root cause.
     *
     * @return {@code null} if there is none
     */
    public String find(Throwable exception) {
        String page = findClass(exception);
        return page == null && exception instanceof ServletException wrapper && wrapper.getRootCause() != null
                ? findClass(rootCause(wrapper))
                : page;
    }

    private String findClass(Throwable exception) {
        for (Class<?> type = exception.getClass(); type != Object.class; type = type.getSuperclass()) {
            String page = byException.get(type.getName());
            if (page != null) {
                return page;
            }
        }
        return null;
    }

    /** What a chain of wrappers is about. */
    public static Throwable rootCause(Throwable exception) {
        Throwable cause = exception;
        while (cause instanceof ServletException wrapper && wrapper.getRootCause() != null) {
            cause = wrapper.getRootCause();
        }
        return cause;
    }
}
