package io.serval.container.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.serval.container.i18n.ContentType;
import io.serval.container.parameter.ParameterException;
import io.serval.http.HttpException;

/** Reads the parts of one request from its content. Used once, by the thread of the request. */
public final class MultipartReader {
    /** Texts stay in memory up to this many bytes, whatever the threshold for files is. */
    private static final int TEXT_THRESHOLD = 8 * 1024;

    private final MultipartLimits limits;
    private final Supplier<Path> directory;
    private final List<PartImpl> parts = new ArrayList<>();
    private long textBytes;

    /**
     * @param directory for files that do not stay in memory, and for relative names in {@code Part.write}; asked for
     *                  only when it is needed, and made anew if it is missing
     */
    public MultipartReader(MultipartLimits limits, Supplier<Path> directory) {
        this.limits = limits;
        this.directory = directory;
    }

    /**
     * Reads the content to its end. When it fails nothing is left behind.
     *
     * @param type           of the content, with its boundary
     * @param declaredLength of the content in bytes, or -1 if it is not known
     * @param charset        of names that are not in UTF-8
     * @return the parts in their order, to be {@linkplain PartImpl#end ended} at the end of the request
     * @throws ParameterException 413 beyond a limit; the message names it
     * @throws HttpException      400 for content that is no {@code multipart/form-data}
     * @throws IOException        when reading, or writing a file, fails
     */
    public List<PartImpl> read(InputStream content, ContentType type, long declaredLength, Charset charset)
            throws IOException {
        if (limits.maxRequestSize() >= 0 && declaredLength > limits.maxRequestSize()) {
            throw PartScanner.tooLarge(limits.maxRequestSize());
        }
        PartScanner scanner = new PartScanner(content, type.parameter("boundary"), limits.maxRequestSize());
        boolean complete = false;
        try {
            readParts(scanner, charset);
            complete = true;
        } finally {
            if (!complete) {
                parts.forEach(PartImpl::discard);
            }
        }
        return parts;
    }

    /**
     * The charset of texts that say none themselves: of the part {@code _charset_} (RFC 7578 §4.6), else the given one.
     */
    public static Charset textCharset(List<PartImpl> parts, Charset fallback) throws IOException {
        for (PartImpl part : parts) {
            if (part.getName().equals("_charset_") && !part.isFile() && part.getSize() < 64) {
                String name = part.text(StandardCharsets.ISO_8859_1).trim();
                return isSupported(name) ? Charset.forName(name) : fallback;
            }
        }
        return fallback;
    }

    private static boolean isSupported(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    private void readParts(PartScanner scanner, Charset charset) throws IOException {
        while (scanner.nextPart()) {
            if (limits.maxPartCount() >= 0 && parts.size() >= limits.maxPartCount()) {
                throw new ParameterException(413, "More than " + limits.maxPartCount()
                        + " parts; the limit is maxPartCount of the connector");
            }
            PartHeaders headers = PartHeaders.parse(scanner.readHeaderSection(limits.maxPartHeaderSize()), charset);
            boolean isFile = headers.fileName() != null;
            int threshold = isFile ? limits.fileSizeThreshold()
                    : Math.max(TEXT_THRESHOLD, limits.fileSizeThreshold());
            PartContent content = new PartContent(threshold, directory);
            parts.add(new PartImpl(headers, content));
            readContent(scanner, content, isFile);
        }
    }

    private void readContent(PartScanner scanner, PartContent content, boolean isFile) throws IOException {
        while (scanner.nextChunk()) {
            int length = scanner.chunkLength();
            if (isFile) {
                checkSize(content.size() + length, limits.maxFileSize(), "A file",
                        "max-file-size of multipart-config");
            } else {
                textBytes += length;
                checkSize(textBytes, limits.maxTextSize(), "Texts", "maxPostSize of the connector");
            }
            content.append(scanner.buffer(), scanner.chunkStart(), length);
        }
        content.complete();
    }

    private static void checkSize(long size, long max, String what, String attribute) {
        if (max >= 0 && size > max) {
            throw new ParameterException(413, what + " of the multipart content larger than " + max
                    + " bytes; the limit is " + attribute);
        }
    }
}
