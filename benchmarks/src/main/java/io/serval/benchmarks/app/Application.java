package io.serval.benchmarks.app;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServlet;

/** The servlets by path. {@link PassFilter} stands before all of them; static files come from the document root. */
public final class Application {
    /** What the slow servlet of an overloaded server takes. */
    public static final int WORK_MILLIS = 10;

    private static final int MEBIBYTE = 1 << 20;
    private static final int JSON_RECORDS = 24;
    private static final int BLOCKING_MILLIS = 50;

    private Application() { }

    public static Map<String, HttpServlet> servlets() {
        Map<String, HttpServlet> servlets = new LinkedHashMap<>();
        servlets.put("/plaintext", new BytesServlet("text/plain", ascii("Hello, World!")));
        servlets.put("/medium", new BytesServlet("application/octet-stream", new byte[100 << 10]));
        servlets.put("/large", new BytesServlet("application/octet-stream", new byte[MEBIBYTE]));
        servlets.put("/huge", new HugeServlet(new byte[MEBIBYTE]));
        servlets.put("/json", new BytesServlet("application/json", ascii(json())));
        servlets.put("/form", new FormServlet());
        servlets.put("/session", new SessionServlet());
        servlets.put("/upload", new UploadServlet());
        servlets.put("/sleep", new SleepServlet(BLOCKING_MILLIS));
        servlets.put("/work", new SleepServlet(WORK_MILLIS));
        servlets.put("/events", new EventServlet());
        servlets.put("/meter", new MeterServlet());
        return servlets;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** About 2 KiB, as an answer of a REST service. */
    private static String json() {
        StringBuilder json = new StringBuilder("{\"items\":[");
        for (int i = 0; i < JSON_RECORDS; i++) {
            json.append(i == 0 ? "" : ",").append("{\"id\":").append(1_000 + i * 37).append(",\"name\":\"Article ")
                    .append(i * 7919 % 1_000).append("\",\"price\":").append(i * 31 % 97).append(".95,\"stock\":true}");
        }
        while (json.length() < 2_048 - 2) {
            json.append(' ');
        }
        return json.append("]}").toString();
    }
}
