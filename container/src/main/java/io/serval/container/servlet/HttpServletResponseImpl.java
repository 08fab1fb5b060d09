package io.serval.container.servlet;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.Cookie;

import io.serval.container.config.ContextSwitch;
import io.serval.container.cookie.SetCookie;
import io.serval.container.i18n.HttpDate;
import io.serval.http.FieldName;
import io.serval.http.HeaderFields;
import io.serval.http.ResponseContent;

/**
 * A response as servlets see it (Servlet 6.1 chapter 5). New for each exchange; shares the fate of its request, so that
 * a late use throws. Owned by one thread at a time.
 */
public final class HttpServletResponseImpl extends ResponseBody {
    private ResponseType type;
    private Locale locale;
    private int errorStatus;
    private String errorMessage;
    private Supplier<Map<String, String>> trailers;

    HttpServletResponseImpl(HttpServletRequestImpl request) {
        super(request);
    }

    @Override HttpServletResponseImpl self() {
        return this;
    }

    @Override Charset fixCharset() throws UnsupportedEncodingException {
        Charset charset = type().fix();
        updateType();
        return charset;
    }

    /**
     * The container's own response below the wrappers of an application. @throws IllegalArgumentException if none is
     */
    static HttpServletResponseImpl of(ServletResponse response) {
        ServletResponse each = response;
        while (!(each instanceof HttpServletResponseImpl)) {
            if (!(each instanceof ServletResponseWrapper wrapper)) {
                throw new IllegalArgumentException("neither the response of this container nor a wrapper of it: "
                        + (each == null ? null : each.getClass().getName()));
            }
            each = wrapper.getResponse();
        }
        return (HttpServletResponseImpl) each;
    }

    /** The status of {@code sendError} that still has to be told; 0 if there is none. */
    int errorStatus() {
        return errorStatus;
    }

    String errorMessage() {
        return errorMessage;
    }

    /** Makes the response one that an error page can be written to: nothing stays but what the error says. */
    void reopen(int status) {
        content().resetBuffer();
        reopenContent();
        errorStatus = 0;
        content().status(status);
        forgetContent();
    }

    private void forgetContent() {
        HeaderFields fields = fields();
        fields.remove(FieldName.CONTENT_LENGTH);
        fields.remove(FieldName.CONTENT_TYPE);
        fields.remove(FieldName.CONTENT_ENCODING);
        fields.remove(FieldName.CONTENT_RANGE);
        fields.remove(FieldName.ETAG);
        fields.remove(FieldName.LAST_MODIFIED);
        forgetBody();
        type = null;
    }

    void startUpgrade() {
        if (!isFrozen()) {
            content().status(SC_SWITCHING_PROTOCOLS);
        }
    }

    @Override public void reset() {
        checkNotCommitted("the response cannot be reset");
        if (isIncluding()) {
            return;
        }
        drop();
        content().resetBuffer();
        fields().clear();
        content().status(SC_OK);
        forgetContent();
        locale = null;
        trailers = null;
    }

    @Override public void setStatus(int status) {
        if (!isFrozen()) {
            content().status(status);
        }
    }

    @Override public int getStatus() {
        return content().status();
    }

    @Override public void sendError(int status) {
        sendError(status, null);
    }

    @Override public void sendError(int status, String message) {
        checkNotCommitted("an error cannot be sent");
        if (isIncluding()) {
            return;
        }
        resetBuffer();
        content().status(status);
        errorStatus = status;
        errorMessage = message;
        markClosed();
    }

    @Override public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        Checks.notNullArgument(location, "location");
        checkNotCommitted("a redirect cannot be sent");
        if (isIncluding()) {
            return;
        }
        String target = RedirectTarget.of(location, request());
        if (clearBuffer) {
            resetBuffer();
        }
        content().status(status);
        fields().set(FieldName.LOCATION, target);
        if (clearBuffer && request().view().context().is(ContextSwitch.SEND_REDIRECT_BODY)) {
            forgetContent();
            setContentType("text/html;charset=UTF-8");
            getWriter().write(ErrorReport.redirect(target));
        }
        drain();
        markClosed();
    }

    private ResponseType type() {
        if (type == null) {
            type = new ResponseType(request().view().context().getResponseCharacterEncoding());
        }
        return type;
    }

    private void updateType() {
        String value = type.value();
        if (value == null) {
            fields().remove(FieldName.CONTENT_TYPE);
        } else {
            fields().set(FieldName.CONTENT_TYPE, value);
        }
    }

    @Override public void setContentType(String value) {
        if (!isFrozen()) {
            type().type(value);
            updateType();
        }
    }

    @Override public String getContentType() {
        return fields().get(FieldName.CONTENT_TYPE);
    }

    @Override public void setCharacterEncoding(String encoding) {
        if (!isFrozen()) {
            type().charset(encoding);
            updateType();
        }
    }

    @Override public void setCharacterEncoding(Charset encoding) {
        setCharacterEncoding(encoding == null ? null : encoding.name());
    }

    @Override public String getCharacterEncoding() {
        content();
        return type().charset();
    }

    @Override public void setLocale(Locale value) {
        if (isFrozen()) {
            return;
        }
        locale = value;
        if (value == null) {
            fields().remove(FieldName.CONTENT_LANGUAGE);
        } else {
            fields().set(FieldName.CONTENT_LANGUAGE, value.toLanguageTag());
        }
        type().localeCharset(value == null ? null : request().view().context().localeCharsets().charset(value));
        updateType();
    }

    @Override public Locale getLocale() {
        content();
        return locale == null ? Locale.getDefault() : locale;
    }

    @Override public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override public void setContentLengthLong(long length) {
        if (isFrozen()) {
            return;
        }
        declareLength(length);
        if (length < 0) {
            fields().remove(FieldName.CONTENT_LENGTH);
        } else {
            fields().set(FieldName.CONTENT_LENGTH, Long.toString(length));
        }
    }

    @Override public void setHeader(String name, String value) {
        if (isFrozen() || name == null || name.isEmpty() || setSpecial(name, value)) {
            return;
        }
        FieldName field = FieldNames.checked(name);
        if (value == null) {
            fields().remove(field);
        } else {
            fields().set(field, value);
        }
    }

    @Override public void addHeader(String name, String value) {
        if (isFrozen() || name == null || name.isEmpty() || value == null || setSpecial(name, value)) {
            return;
        }
        fields().add(FieldNames.checked(name), value);
    }

    /** Fields that the response knows by methods of their own. */
    private boolean setSpecial(String name, String value) {
        if (FieldName.CONTENT_TYPE.matches(name)) {
            setContentType(value);
            return true;
        }
        if (FieldName.CONTENT_LENGTH.matches(name)) {
            setContentLengthLong(value == null ? -1 : Long.parseLong(value.trim()));
            return true;
        }
        return false;
    }

    @Override public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override public void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    @Override public void setDateHeader(String name, long date) {
        setHeader(name, HttpDate.format(date));
    }

    @Override public void addDateHeader(String name, long date) {
        addHeader(name, HttpDate.format(date));
    }

    @Override public boolean containsHeader(String name) {
        return name != null && fields().contains(name);
    }

    @Override public String getHeader(String name) {
        return name == null ? null : fields().get(name);
    }

    @Override public Collection<String> getHeaders(String name) {
        return name == null ? new ArrayList<>() : new ArrayList<>(fields().all(name));
    }

    @Override public Collection<String> getHeaderNames() {
        return new ArrayList<>(fields().names());
    }

    @Override public void addCookie(Cookie cookie) {
        if (!isFrozen()) {
            fields().add(FieldName.SET_COOKIE, SetCookie.format(withSameSite(cookie)));
        }
    }

    private Cookie withSameSite(Cookie cookie) {
        String sameSite = request().view().context().settings().sessions().sameSite();
        if (sameSite.equals("unset") || cookie.getAttribute("SameSite") != null) {
            return cookie;
        }
        Cookie changed = (Cookie) cookie.clone();
        changed.setAttribute("SameSite", Character.toUpperCase(sameSite.charAt(0)) + sameSite.substring(1));
        return changed;
    }

    /** Sets the session cookie, in place of one that was set before for this response; included servlets may do so. */
    void sessionCookie(Cookie cookie) {
        if (isCommitted()) {
            return;
        }
        HeaderFields fields = fields();
        List<String> others = fields.all("Set-Cookie");
        if (others.removeIf(line -> line.startsWith(cookie.getName() + '='))) {
            fields.remove(FieldName.SET_COOKIE);
            others.forEach(line -> fields.add(FieldName.SET_COOKIE, line));
        }
        fields.add(FieldName.SET_COOKIE, SetCookie.format(withSameSite(cookie)));
    }

    @Override public String encodeURL(String url) {
        return request().encodeUrl(url);
    }

    @Override public String encodeRedirectURL(String url) {
        return request().encodeUrl(url);
    }

    @Override public void setTrailerFields(Supplier<Map<String, String>> supplier) {
        ResponseContent content = content();
        if (content.isCommitted() || !content.canHaveTrailers()) {
            throw new IllegalStateException(content.isCommitted()
                    ? "trailer fields must be set before the response is committed"
                    : "this response can have no trailer section: it needs HTTP/1.1 or later");
        }
        trailers = supplier;
        content.trailers(() -> TrailerFields.of(supplier.get()));
    }

    @Override public Supplier<Map<String, String>> getTrailerFields() {
        content();
        return trailers;
    }
}
