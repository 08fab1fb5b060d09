package io.serval.connector.http1;

import java.io.IOException;

import io.serval.http.FieldName;
import io.serval.http.Status;

/** The plain page with which the connector itself answers: the status and nothing about the server. */
final class Refusal {
    private static final String RETRY_SECONDS = "1";

    private Refusal() { }

    /** Makes a response that is not committed say that status. */
    static void fill(Http1Response response, Status status) throws IOException {
        response.fields().clear();
        response.status(status.code());
        response.fields().set(FieldName.CONTENT_TYPE, "text/html;charset=utf-8");
        if (status == Status.SERVICE_UNAVAILABLE) {
            response.fields().set(FieldName.RETRY_AFTER, RETRY_SECONDS);
        }
        byte[] page = page(status.code() + " " + status.reason());
        response.write(page, 0, page.length);
    }

    private static byte[] page(String title) {
        return HeadSink.ascii("<!doctype html><html lang=\"en\"><head><title>" + title + "</title></head><body><h1>"
                + title + "</h1></body></html>\n");
    }
}
