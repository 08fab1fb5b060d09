package io.serval.container.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.List;

import jakarta.servlet.http.Part;

/** One part. */
public final class PartImpl implements Part {
    PartImpl() { }

    /** The content as text: in the charset of the part, else in the given one. */
    public String text(Charset fallback) throws IOException {
        return fallback.name();
    }

    /** Whether the part has a file name, and so is no parameter. */
    public boolean isFile() {
        return false;
    }

    @Override public InputStream getInputStream() throws IOException {
        return InputStream.nullInputStream();
    }

    @Override public String getContentType() {
        return null;
    }

    @Override public String getName() {
        return "";
    }

    @Override public String getSubmittedFileName() {
        return null;
    }

    @Override public long getSize() {
        return 0;
    }

    @Override public void write(String fileName) throws IOException { }

    @Override public void delete() throws IOException { }

    @Override public String getHeader(String name) {
        return null;
    }

    @Override public Collection<String> getHeaders(String name) {
        return List.of();
    }

    @Override public Collection<String> getHeaderNames() {
        return List.of();
    }
}
