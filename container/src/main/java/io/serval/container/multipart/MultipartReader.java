package io.serval.container.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import io.serval.container.i18n.ContentType;

/** Reads the parts of one request. */
public final class MultipartReader {
    private final MultipartLimits limits;
    private final Supplier<Path> directory;

    /** @param directory for files and for relative {@code Part.write}; asked for only when a file is needed */
    public MultipartReader(MultipartLimits limits, Supplier<Path> directory) {
        this.limits = limits;
        this.directory = directory;
    }

    /**
     * Reads the content to its end.
     *
     * @param declaredLength of the content in bytes, or -1
     * @param charset        of names and texts where a part says nothing else
     * @throws io.serval.container.parameter.ParameterException 413 beyond a limit
     * @throws io.serval.http.HttpException                     400 for content that is no {@code multipart/form-data}
     */
    public List<PartImpl> read(InputStream content, ContentType type, long declaredLength, Charset charset)
            throws IOException {
        throw new IOException(limits + " " + directory);
    }
}
