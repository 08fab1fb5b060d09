package io.serval.container.multipart;

/**
 * How much a client may send as {@code multipart/form-data}. Sizes in bytes; negative means no limit.
 *
 * @param maxPartCount      parts of one request (50)
 * @param maxPartHeaderSize header section of one part (512)
 * @param maxFileSize       one part with a file name (-1)
 * @param maxRequestSize    the whole content (-1)
 * @param maxTextSize       all parts without a file name together (2 MiB, {@code maxPostSize} of the connector)
 * @param fileSizeThreshold up to which a file stays in memory (0)
 */
public record MultipartLimits(int maxPartCount, int maxPartHeaderSize, long maxFileSize, long maxRequestSize,
                              long maxTextSize, int fileSizeThreshold) {
    public static final MultipartLimits DEFAULT = new MultipartLimits(50, 512, -1, -1, 2 * 1024 * 1024, 0);
}
