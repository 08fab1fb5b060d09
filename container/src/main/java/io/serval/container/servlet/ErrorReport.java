package io.serval.container.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.serval.http.FieldName;
import io.serval.http.ResponseContent;
import io.serval.http.Status;

/**
 * The page that tells of an error where no application has one of its own: status, reason and, if there is one, a
 * message. It names no version, class or stack, and whatever comes from elsewhere is escaped.
 */
public final class ErrorReport {
    private static final String STYLE = "body{font:16px/1.5 system-ui,sans-serif;margin:10vh auto;max-width:36rem;"
            + "padding:0 1rem;color:#222;background:#fff}h1{font-size:1.4rem;font-weight:600}p{color:#555}"
            + "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}p{color:#aaa}}";

    private ErrorReport() { }

    /** The page as HTML. @param message {@code null} for none */
    public static String page(int status, String message) {
        return page(status + " " + Status.reason(status), message == null ? "" : "<p>" + escape(message) + "</p>");
    }

    /** A page that leads to where a redirect goes. */
    static String redirect(String target) {
        String escaped = escape(target);
        return page("Redirect", "<p><a href=\"" + escaped + "\">" + escaped + "</a></p>");
    }

    private static String page(String title, String content) {
        String heading = escape(title);
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + heading + "</title><style>"
                + STYLE + "</style></head><body><h1>" + heading + "</h1>" + content + "</body></html>";
    }

    /**
     * Makes a response that is not committed this page; the caller finishes it.
     *
     * @param message {@code null} for none
     */
    public static void write(ResponseContent response, int status, String message) throws IOException {
        response.resetBuffer();
        response.status(status);
        response.fields().remove(FieldName.CONTENT_LENGTH);
        response.fields().remove(FieldName.CONTENT_ENCODING);
        response.fields().set(FieldName.CONTENT_TYPE, "text/html;charset=UTF-8");
        response.fields().set(FieldName.CONTENT_LANGUAGE, "en");
        byte[] page = page(status, message).getBytes(StandardCharsets.UTF_8);
        response.write(page, 0, page.length);
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
