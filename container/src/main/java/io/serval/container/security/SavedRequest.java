package io.serval.container.security;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A request put aside while its caller fills in the login form (Servlet 6.1 §13.6.3). Immutable; the bytes are not
 * changed by anybody.
 *
 * @param method            of the request
 * @param requestUri        as {@code getRequestURI()}, but with one slash at its start: a browser takes two for a host
 * @param query             as {@code getQueryString()}, or {@code null}
 * @param headers           header fields by name as sent, without cookies and conditions
 * @param contentType       or {@code null}
 * @param characterEncoding or {@code null}
 * @param content           empty if there was none
 */
public record SavedRequest(String method, String requestUri, String query, Map<String, List<String>> headers,
                           String contentType, String characterEncoding, byte[] content) {
    public SavedRequest {
        requestUri = oneSlash(requestUri);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static String oneSlash(String uri) {
        int slashes = 0;
        while (slashes + 1 < uri.length() && uri.charAt(slashes + 1) == '/') {
            slashes++;
        }
        return uri.substring(slashes);
    }

    /** Where the browser is sent once the caller is known. */
    String target() {
        return query == null ? requestUri : requestUri + '?' + query;
    }

    /** Whether that is the browser coming back after its login. */
    boolean isSoughtBy(HttpServletRequest request) {
        return request.getMethod().equals("GET") && requestUri.equals(oneSlash(request.getRequestURI()))
                && Objects.equals(query, request.getQueryString());
    }
}
