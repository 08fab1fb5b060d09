package io.serval.container.servlet;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;

import io.serval.container.config.ContextSwitch;
import io.serval.container.config.RequestSettings;
import io.serval.container.i18n.ContentType;
import io.serval.container.multipart.MultipartLimits;
import io.serval.container.multipart.MultipartReader;
import io.serval.container.multipart.PartImpl;
import io.serval.container.parameter.Parameters;

/** The parts of one request (Servlet 6.1 §3.2), read when they are first asked for. Owned by its thread. */
final class RequestParts {
    private static final String MULTIPART = "multipart/form-data";
    /** For servlets without a configuration, where the administrator lets parts be read all the same. */
    private static final MultipartConfigElement CASUAL = new MultipartConfigElement("");

    private final HttpServletRequestImpl request;
    private List<PartImpl> parts;
    private Exception failure;

    RequestParts(HttpServletRequestImpl request) {
        this.request = request;
    }

    /** The configuration of the servlet the request is in; {@code null} if it takes no parts. */
    private MultipartConfigElement configuration() {
        MultipartConfigElement declared = request.view().servlet().multipart();
        boolean casual = request.view().context().is(ContextSwitch.ALLOW_CASUAL_MULTIPART_PARSING);
        return declared == null && casual ? CASUAL : declared;
    }

    /** Whether content of that type is to be read as parts. */
    boolean isExpected(ContentType type) {
        return type.isType(MULTIPART) && configuration() != null;
    }

    /** @throws IllegalStateException beyond a limit, or if the servlet has no multipart configuration */
    List<PartImpl> all() throws IOException, ServletException {
        if (failure != null) {
            rethrow();
        }
        if (parts == null) {
            try {
                parts = read();
            } catch (IOException | ServletException | RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return parts;
    }

    private void rethrow() throws IOException, ServletException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof ServletException servlet) {
            throw servlet;
        }
        throw (RuntimeException) failure;
    }

    private List<PartImpl> read() throws IOException, ServletException {
        ContentType type = ContentType.parse(request.getContentType());
        if (type == null || !type.isType(MULTIPART)) {
            throw new ServletException("the content of the request is not " + MULTIPART + " but "
                    + (type == null ? "of no type" : type.mediaType()));
        }
        MultipartConfigElement configuration = configuration();
        if (configuration == null) {
            throw new IllegalStateException("servlet [" + request.view().servlet().name() + "] takes no parts: it has"
                    + " neither @MultipartConfig nor multipart-config");
        }
        MultipartReader reader = new MultipartReader(limits(configuration), () -> directory(configuration));
        return reader.read(request.content(false), type, request.getContentLengthLong(), charset());
    }

    private MultipartLimits limits(MultipartConfigElement configuration) {
        RequestSettings settings = request.settings();
        return new MultipartLimits(settings.maxPartCount(), settings.maxPartHeaderSize(),
                configuration.getMaxFileSize(),
                configuration.getMaxRequestSize(), settings.maxPostSize(), configuration.getFileSizeThreshold());
    }

    private Path directory(MultipartConfigElement configuration) {
        return request.view().context().tempDirectory().resolve(configuration.getLocation());
    }

    /** Unlike forms, parts come from clients that mean UTF-8 where they say nothing (RFC 7578 §5.1.2). */
    private Charset charset() throws IOException {
        return request.getCharacterEncoding() == null ? StandardCharsets.UTF_8 : request.contentCharset();
    }

    Part find(String name) throws IOException, ServletException {
        for (PartImpl part : all()) {
            if (part.getName().equals(name)) {
                return part;
            }
        }
        return null;
    }

    /** Adds the parts that are no files as parameters. */
    void addTo(Parameters parameters) throws IOException, ServletException {
        Charset charset = MultipartReader.textCharset(all(), charset());
        for (PartImpl part : parts) {
            if (!part.isFile()) {
                parameters.add(part.getName(), part.text(charset));
            }
        }
    }

    /** The request ends; files that the application did not take for itself go. */
    void end() {
        if (parts != null) {
            parts.forEach(each -> each.end(request::ended));
        }
    }
}
