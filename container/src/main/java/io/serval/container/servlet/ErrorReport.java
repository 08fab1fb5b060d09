package io.serval.container.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.ErrorReportSettings;
import io.serval.container.config.ErrorReportSettings.Detail;
import io.serval.container.descriptor.ErrorPageDeclaration;
import io.serval.container.descriptor.SourceLocation;
import io.serval.http.FieldName;
import io.serval.http.ResponseContent;
import io.serval.http.Status;

/**
 * The page that tells of an error where no application has one of its own: a file of the administrator's, or status,
 * reason and, if there is one, a message. Unless the administrator asks for more it names no version, class or stack;
 * whatever comes from elsewhere is escaped. Immutable.
 */
public final class ErrorReport {
    private static final String STYLE = "body{font:16px/1.5 system-ui,sans-serif;margin:10vh auto;max-width:36rem;"
            + "padding:0 1rem;color:#222;background:#fff}h1{font-size:1.4rem;font-weight:600}p{color:#555}"
            + "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}p{color:#aaa}}";

    /** What holds where nobody has said otherwise. */
    public static final ErrorReport PLAIN = new ErrorReport(ErrorReportSettings.DEFAULT);

    private static final Logger log = LoggerFactory.getLogger(ErrorReport.class);

    private final ErrorReportSettings settings;
    private final ErrorPages files;

    public ErrorReport(ErrorReportSettings settings) {
        this.settings = settings;
        List<ErrorPageDeclaration> pages = new ArrayList<>();
        settings.statusFiles().forEach((status, file) -> pages.add(
                new ErrorPageDeclaration(status == 0 ? null : status, null, file.toString(), SourceLocation.NONE)));
        settings.exceptionFiles().forEach((type, file) -> pages.add(
                new ErrorPageDeclaration(null, type, file.toString(), SourceLocation.NONE)));
        files = new ErrorPages(pages);
    }

    private String page(int status, String message, Throwable exception) {
        boolean told = message != null && settings.detail() != Detail.STATUS;
        boolean explained = exception != null && settings.detail() == Detail.STACK;
        return page(status + " " + Status.reason(status), (told ? "<p>" + escape(message) + "</p>" : "")
                + (explained ? "<pre>" + escape(stack(exception)) + "</pre>" : "")
                + (settings.showServerInfo() ? "<p>" + escape(ServerInfo.NAME) + "</p>" : ""));
    }

    private static String stack(Throwable exception) {
        StringWriter stack = new StringWriter();
        exception.printStackTrace(new PrintWriter(stack));
        return stack.toString();
    }

    /** The administrator's own page; {@code null} if there is none, or it cannot be read now. */
    private byte[] file(int status, Throwable exception) {
        String file = exception == null ? null : files.find(exception);
        file = file == null ? files.find(status) : file;
        try {
            return file == null ? null : Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            log.warn("The page [{}] for status {} cannot be read ({}); the plain one is shown", file, status,
                    e.toString());
            return null;
        }
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
     * @param message   of {@code sendError}; {@code null} for none
     * @param exception that is the reason; {@code null} for none
     */
    public void write(ResponseContent response, int status, String message, Throwable exception) throws IOException {
        response.resetBuffer();
        response.status(status);
        response.fields().remove(FieldName.CONTENT_LENGTH);
        response.fields().remove(FieldName.CONTENT_ENCODING);
        response.fields().set(FieldName.CONTENT_TYPE, "text/html;charset=UTF-8");
        byte[] file = file(status, exception);
        if (file == null) {
            response.fields().set(FieldName.CONTENT_LANGUAGE, "en");
        } else {
            response.fields().remove(FieldName.CONTENT_LANGUAGE);
        }
        byte[] page = file != null ? file : page(status, message, exception).getBytes(StandardCharsets.UTF_8);
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
