package io.serval.container.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.Part;

import io.serval.container.config.RequestSettings;
import io.serval.container.i18n.ContentType;
import io.serval.container.parameter.Parameters;
import io.serval.http.FieldName;
import io.serval.http.HttpExchange;

/**
 * The content of a request, and what is read from it: parameters and parts (Servlet 6.1 §3.1, §3.2, §3.7, §3.12).
 */
abstract class RequestBody extends RequestMetadata {
    private Parameters parameters;
    private RuntimeException parameterFailure;
    private RequestParts parts;
    private Charset charset;
    private ServletInputStreamImpl input;
    private boolean inputTaken;
    private BufferedReader reader;

    RequestBody(RequestCycle cycle, RequestSettings settings, HttpExchange exchange, RequestView view) {
        super(cycle, settings, exchange, view);
    }

    @Override public int getContentLength() {
        long length = getContentLengthLong();
        return length > Integer.MAX_VALUE ? -1 : (int) length;
    }

    @Override public long getContentLengthLong() {
        return restored() == null ? live().head().contentLength() : restored().content().length();
    }

    @Override public String getContentType() {
        return header(FieldName.CONTENT_TYPE);
    }

    @Override public String getCharacterEncoding() {
        if (charset != null) {
            live();
            return charset.name();
        }
        ContentType type = ContentType.parse(getContentType());
        return type != null && type.charset() != null
                ? type.charset()
                : view().context().getRequestCharacterEncoding();
    }

    @Override public void setCharacterEncoding(String encoding) throws UnsupportedEncodingException {
        live();
        if (encoding == null) {
            return;
        }
        Charset wanted = Charsets.find(encoding);
        if (wanted == null) {
            throw new UnsupportedEncodingException(encoding);
        }
        setCharacterEncoding(wanted);
    }

    /** Has no effect once parameters were read or a reader was taken (§3.12). */
    @Override public void setCharacterEncoding(Charset encoding) {
        live();
        if (reader == null && parameters == null && encoding != null) {
            charset = encoding;
        }
    }

    /** The charset of the content. @throws UnsupportedEncodingException if Java does not have it */
    final Charset contentCharset() throws UnsupportedEncodingException {
        String name = getCharacterEncoding();
        if (name == null) {
            return StandardCharsets.ISO_8859_1;
        }
        Charset known = Charsets.find(name);
        if (known == null) {
            throw new UnsupportedEncodingException(name);
        }
        return known;
    }

    private ServletInputStreamImpl input() {
        live();
        if (input == null) {
            input = new ServletInputStreamImpl(self());
        }
        return input;
    }

    /** Whether the application took the content for itself, so that no form is read from it. */
    final boolean isContentTaken() {
        return inputTaken || reader != null;
    }

    /** The content, for parameters and parts. */
    final ServletInputStreamImpl content(boolean forApplication) {
        inputTaken |= forApplication;
        return input();
    }

    @Override public ServletInputStream getInputStream() {
        if (reader != null) {
            throw new IllegalStateException("getReader() was called for this request; content comes from one of them");
        }
        return content(true);
    }

    @Override public BufferedReader getReader() throws IOException {
        live();
        if (reader == null) {
            if (inputTaken) {
                throw new IllegalStateException("getInputStream() was called for this request; content comes from one"
                        + " of them");
            }
            reader = new RequestReader(this, new InputStreamReader(input(), contentCharset()));
        }
        return reader;
    }

    @Override public boolean isTrailerFieldsReady() {
        return content().isFinished();
    }

    @Override public Map<String, String> getTrailerFields() {
        if (!isTrailerFieldsReady()) {
            throw new IllegalStateException("trailer fields come after the content, which is not read to its end");
        }
        return TrailerFields.asMap(content().trailers(), settings().allowedTrailers());
    }

    final Parameters ownParameters() {
        if (parameterFailure != null) {
            throw parameterFailure;
        }
        if (parameters == null) {
            try {
                parameters = RequestParameters.read(self());
            } catch (RuntimeException e) {
                parameterFailure = e;
                throw e;
            }
        }
        return parameters;
    }

    private Parameters parameters() {
        live();
        return dispatch() == null ? ownParameters() : dispatch().parameters(self(),
                RequestParameters.queryCharset(self()));
    }

    @Override public String getParameter(String name) {
        return parameters().first(name);
    }

    @Override public Enumeration<String> getParameterNames() {
        return parameters().names();
    }

    @Override public String[] getParameterValues(String name) {
        return parameters().values(name);
    }

    @Override public Map<String, String[]> getParameterMap() {
        return parameters().toMap();
    }

    final RequestParts parts() {
        live();
        if (parts == null) {
            parts = new RequestParts(self());
        }
        return parts;
    }

    @Override public Collection<Part> getParts() throws IOException, ServletException {
        return new ArrayList<>(parts().all());
    }

    @Override public Part getPart(String name) throws IOException, ServletException {
        return parts().find(name);
    }

    /** The parts, if they were asked for; also after the end. */
    final RequestParts openParts() {
        return parts;
    }

    /** @param name {@code null} for none */
    final void restoreCharset(String name) {
        charset = name == null ? null : Charsets.find(name);
    }
}
