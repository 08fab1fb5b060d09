package io.serval.container.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collection;
import java.util.function.Supplier;

import jakarta.servlet.http.Part;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.i18n.ContentType;
import io.serval.container.parameter.ParameterException;

/**
 * One part of a request (Servlet 6.1 §3.2). Lives as long as the request, and says so afterwards; used by one thread at
 * a time.
 */
public final class PartImpl implements Part {
    private static final Logger log = LoggerFactory.getLogger(PartImpl.class);

    private final PartHeaders headers;
    private final PartContent content;
    private Supplier<IllegalStateException> ended;

    PartImpl(PartHeaders headers, PartContent content) {
        this.headers = headers;
        this.content = content;
    }

    /** Whether the part has a file name, and so is no parameter. */
    public boolean isFile() {
        return headers.fileName() != null;
    }

    /**
     * The content as the value of a parameter.
     *
     * @param fallback the charset where the part does not say another one
     * @throws ParameterException 400 for bytes that the charset does not have
     */
    public String text(Charset fallback) throws IOException {
        Charset charset = declaredCharset(fallback);
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(content.toBytes())).toString();
        } catch (CharacterCodingException e) {
            throw new ParameterException(400, "A part has bytes that are no text in " + charset, e);
        }
    }

    private Charset declaredCharset(Charset fallback) {
        ContentType type = ContentType.parse(getContentType());
        if (type == null || type.charset() == null) {
            return fallback;
        }
        try {
            return Charset.forName(type.charset());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            log.debug("Charset of a part is not known: {}", type.charset());
            return fallback;
        }
    }

    /**
     * The request ends, and the part with it.
     *
     * @param why what every later use throws
     */
    public void end(Supplier<IllegalStateException> why) {
        ended = why;
        discard();
    }

    /** Deletes the content. What cannot be deleted is left to the next cleaning of the directory. */
    void discard() {
        try {
            content.delete();
        } catch (IOException e) {
            log.debug("Temporary file of a part could not be deleted", e);
        }
    }

    private PartHeaders headers() {
        checkAlive();
        return headers;
    }

    private PartContent content() {
        checkAlive();
        return content;
    }

    private void checkAlive() {
        if (ended != null) {
            throw ended.get();
        }
    }

    @Override public InputStream getInputStream() throws IOException {
        return content().open();
    }

    @Override public String getContentType() {
        return headers().first("Content-Type");
    }

    @Override public String getName() {
        return headers().name();
    }

    @Override public String getSubmittedFileName() {
        return headers().fileName();
    }

    @Override public long getSize() {
        return content().size();
    }

    @Override public void write(String fileName) throws IOException {
        content().writeTo(fileName);
    }

    @Override public void delete() throws IOException {
        content().delete();
    }

    @Override public String getHeader(String name) {
        return headers().first(name);
    }

    @Override public Collection<String> getHeaders(String name) {
        return headers().all(name);
    }

    @Override public Collection<String> getHeaderNames() {
        return headers().names();
    }
}
