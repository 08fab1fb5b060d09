package io.serval.connector.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.serval.http.FieldName;
import io.serval.http.ResponseContent;
import io.serval.http.Status;

/** The plain page with which the connector itself answers: the status and nothing about the server. */
public final class Refusal {
    private static final String RETRY_SECONDS = "1";

    private Refusal() { }

    /** Makes a response that is not committed say that status. */
    public static void fill(ResponseContent response, Status status) throws IOException {
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
        String page = "<!doctype html><html lang=\"en\"><head><title>" + title + "</title></head><body><h1>" + title
                + "</h1></body></html>\n";
        return page.getBytes(StandardCharsets.US_ASCII);
    }
}
