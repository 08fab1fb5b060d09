package io.serval.container.resource;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers a request for one file: which form of it, whether at all (RFC 9110 §13), which parts (§14). Header fields are
 * set only once it is sure that they describe what is sent: error pages would carry them along. Safe for any thread.
 */
final class FileAnswer {
    private final ServletContext context;
    private final WebResources resources;
    private final DefaultServletSettings settings;
    private final ResourceSender sender;

    FileAnswer(ServletContext context, WebResources resources, DefaultServletSettings settings,
               ResourceSender sender) {
        this.context = context;
        this.resources = resources;
        this.settings = settings;
        this.sender = sender;
    }

    /** @param withContent false for HEAD */
    void answer(HttpServletRequest request, HttpServletResponse response, WebResource file, boolean withContent)
            throws IOException {
        Precompressed.Choice form = form(request, response, file);
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            // The page of an error is not what the client's conditions and ranges speak of.
            describe(file, form, response);
            sendWhole(response, form.resource(), withContent);
            return;
        }
        switch (Preconditions.of(request, form.resource())) {
            case HOLD -> send(request, response, file, form, withContent);
            case FAILED -> response.sendError(HttpServletResponse.SC_PRECONDITION_FAILED);
            case NOT_MODIFIED -> {
                setValidators(form.resource(), response);
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            }
        }
    }

    private Precompressed.Choice form(HttpServletRequest request, HttpServletResponse response, WebResource file) {
        Precompressed precompressed = settings.precompressed();
        if (precompressed.isOff()) {
            return Precompressed.Choice.plain(file);
        }
        Precompressed.Choice form = precompressed.choose(resources, file, request.getHeader("Accept-Encoding"));
        if (form.varies()) {
            response.addHeader("Vary", "Accept-Encoding");
        }
        return form;
    }

    private void send(HttpServletRequest request, HttpServletResponse response, WebResource file,
                      Precompressed.Choice form, boolean withContent) throws IOException {
        WebResource sent = form.resource();
        ByteRanges ranges = ranges(request, sent);
        switch (ranges.kind()) {
            case UNSATISFIABLE -> {
                response.setHeader("Content-Range", "bytes */" + sent.length());
                response.sendError(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
            }
            case PARTIAL -> {
                describe(file, form, response);
                sender.sendRanges(sent, ranges.ranges(), response);
            }
            case WHOLE -> {
                describe(file, form, response);
                sendWhole(response, sent, withContent);
            }
        }
    }

    /** Ranges are defined for GET only (§14.2). */
    private ByteRanges ranges(HttpServletRequest request, WebResource file) {
        String range = settings.acceptRanges() && request.getMethod().equals("GET") ? request.getHeader("Range") : null;
        return range == null || !Preconditions.rangeApplies(request, file) ? ByteRanges.WHOLE
                : ByteRanges.parse(range, file.length());
    }

    private void describe(WebResource file, Precompressed.Choice form, HttpServletResponse response) {
        setValidators(form.resource(), response);
        if (form.isCompressed()) {
            response.setHeader("Content-Encoding", form.coding());
        }
        if (settings.acceptRanges()) {
            response.setHeader("Accept-Ranges", "bytes");
        }
        if (response.getContentType() == null) {
            String type = contentType(file);
            if (!type.isEmpty()) {
                response.setContentType(type);
            }
        }
    }

    private static void setValidators(WebResource resource, HttpServletResponse response) {
        response.setHeader("ETag", resource.etag());
        if (resource instanceof CachedResource cached) {
            response.setHeader("Last-Modified", cached.lastModifiedText());
        } else {
            response.setDateHeader("Last-Modified", resource.lastModified());
        }
    }

    /** Empty if it is not known. */
    private String contentType(WebResource file) {
        String known = file instanceof CachedResource cached ? cached.contentType() : null;
        if (known != null) {
            return known;
        }
        String type = context.getMimeType(file.name());
        String text = type == null ? "" : type;
        if (file instanceof CachedResource cached) {
            cached.contentType(text);
        }
        return text;
    }

    private void sendWhole(HttpServletResponse response, WebResource file, boolean withContent) throws IOException {
        ServletOutputStream out = outputStream(response);
        if (out == null) {
            // A filter writes as well; how many bytes come out depends on the charset of its Writer.
            IncludedText.write(file, settings.fileEncoding(), response.getWriter());
            return;
        }
        response.setContentLengthLong(file.length());
        if (withContent) {
            sender.send(file, out);
        }
    }

    /** {@code null} where a Writer is in use already. */
    static ServletOutputStream outputStream(HttpServletResponse response) throws IOException {
        try {
            return response.getOutputStream();
        } catch (IllegalStateException e) {
            return null;
        }
    }
}
