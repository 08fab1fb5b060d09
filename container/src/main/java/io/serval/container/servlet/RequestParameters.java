package io.serval.container.servlet;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;

import jakarta.servlet.ServletException;

import io.serval.container.config.RequestSettings;
import io.serval.container.i18n.ContentType;
import io.serval.container.parameter.ParameterException;
import io.serval.container.parameter.ParameterLimits;
import io.serval.container.parameter.Parameters;

/** Reads the parameters of a request from its query and its content (Servlet 6.1 §3.1). */
final class RequestParameters {
    private static final String FORM = "application/x-www-form-urlencoded";

    private RequestParameters() { }

    /** @throws ParameterException if they are malformed or too many; the next call throws the same again */
    static Parameters read(HttpServletRequestImpl request) {
        RequestSettings settings = request.settings();
        Parameters parameters =
                new Parameters(new ParameterLimits(settings.maxParameterCount(), settings.maxPostSize()));
        parameters.addQuery(request.sentQuery(), queryCharset(request));
        if (!request.isContentTaken() || request.openParts() != null) {
            addContent(request, parameters);
        }
        return parameters;
    }

    /** What the octets of a query mean: nothing in the query says so. */
    static Charset queryCharset(HttpServletRequestImpl request) {
        RequestSettings settings = request.settings();
        return settings.bodyEncodingForQuery() && request.getCharacterEncoding() != null
                ? charset(request)
                : settings.uriEncoding();
    }

    private static Charset charset(HttpServletRequestImpl request) {
        try {
            return request.contentCharset();
        } catch (UnsupportedEncodingException e) {
            throw new ParameterException(400, "parameters are in a charset that Java does not have: " + e.getMessage());
        }
    }

    private static void addContent(HttpServletRequestImpl request, Parameters parameters) {
        ContentType type = ContentType.parse(request.getContentType());
        if (type == null) {
            return;
        }
        if (type.isType(FORM) && request.settings().parseBodyMethods().contains(request.getMethod())) {
            parameters.addForm(request.content(false), request.getContentLengthLong(), charset(request));
        } else if (request.parts().isExpected(type)) {
            addParts(request, parameters);
        }
    }

    private static void addParts(HttpServletRequestImpl request, Parameters parameters) {
        try {
            request.parts().addTo(parameters);
        } catch (IOException | ServletException e) {
            throw new ParameterException(400, "parts could not be read: " + e.getMessage(), e);
        }
    }
}
