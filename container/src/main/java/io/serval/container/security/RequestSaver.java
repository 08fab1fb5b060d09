package io.serval.container.security;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

/** Puts requests aside for the time after the login. Immutable, safe for any thread. */
final class RequestSaver {
    private static final byte[] NO_CONTENT = new byte[0];
    /**
     * Conditions were made for an answer that the browser has not got; cookies and the connection are those of then.
     */
    private static final Set<String> LEFT_OUT = Set.of("cookie", "authorization", "connection", "host",
            "content-length", "transfer-encoding", "expect", "upgrade", "if-match", "if-none-match",
            "if-modified-since", "if-unmodified-since", "if-range", "range", "te", "trailer");

    private final int maxContent;

    /** @param maxContent bytes; 0 saves requests without their content; -1 for no limit */
    RequestSaver(int maxContent) {
        this.maxContent = maxContent;
    }

    /** The request with its content, or nothing if there is more of it than may be kept. */
    Optional<SavedRequest> save(HttpServletRequest request) throws IOException {
        byte[] content = maxContent == 0 ? NO_CONTENT : content(request);
        return content == null ? Optional.empty()
                : Optional.of(new SavedRequest(request.getMethod(), request.getRequestURI(),
                        request.getQueryString(), headers(request), request.getContentType(),
                        request.getCharacterEncoding(), content));
    }

    private byte[] content(HttpServletRequest request) throws IOException {
        if (maxContent < 0) {
            return request.getInputStream().readAllBytes();
        }
        if (request.getContentLengthLong() > maxContent) {
            return null;
        }
        byte[] read = request.getInputStream().readNBytes(maxContent + 1);
        return read.length > maxContent ? null : read;
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> result = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!LEFT_OUT.contains(name.toLowerCase(Locale.ROOT))) {
                result.put(name, new ArrayList<>(Collections.list(request.getHeaders(name))));
            }
        }
        return result;
    }
}
