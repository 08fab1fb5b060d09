package io.serval.container.descriptor;

/**
 * Limits for {@code multipart/form-data} (Servlet 6.1 §8.1.5), of {@code multipart-config} or its annotation.
 *
 * @param location          directory for parts; relative to the temporary directory of the application; empty for
 *                          that directory itself
 * @param maxFileSize       bytes of one part; -1 for no limit
 * @param maxRequestSize    bytes of the whole content; -1 for no limit
 * @param fileSizeThreshold bytes up to which a part stays in memory; 0 writes every part to a file
 */
public record MultipartSettings(String location, long maxFileSize, long maxRequestSize, int fileSizeThreshold) {
    /** The defaults of the annotation. */
    public static final MultipartSettings DEFAULT = new MultipartSettings("", -1, -1, 0);
}
