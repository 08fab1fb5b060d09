package io.serval.benchmarks.app;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServlet;

/** The servlets by path. {@link PassFilter} stands before all of them; static files come from the document root. */
public final class Application {
    private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.US_ASCII);
    private static final int MEBIBYTE = 1 << 20;

    private Application() { }

    public static Map<String, HttpServlet> servlets() {
        Map<String, HttpServlet> servlets = new LinkedHashMap<>();
        servlets.put("/plaintext", new BytesServlet("text/plain", HELLO));
        servlets.put("/large", new BytesServlet("application/octet-stream", new byte[MEBIBYTE]));
        servlets.put("/form", new FormServlet());
        servlets.put("/upload", new UploadServlet());
        servlets.put("/sleep", new SleepServlet());
        servlets.put("/meter", new MeterServlet());
        return servlets;
    }
}
