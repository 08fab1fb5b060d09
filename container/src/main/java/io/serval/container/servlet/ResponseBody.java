package io.serval.container.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;

import io.serval.http.HeaderFields;
import io.serval.http.HttpException;
import io.serval.http.ResponseContent;

/**
 * The content of a response and how far it is: written, committed, closed (Servlet 6.1 §5.1, §5.8). Owned by one thread
 * at a time.
 *
 * <p>It is <em>frozen</em> when it is committed, and for a servlet that is included: then status and header stay as
 * they are. It is <em>closed</em> after {@code sendError}, {@code sendRedirect}, {@code close()}, or when all the
 * declared content was written: what is written after that is ignored.
 */
abstract class ResponseBody implements HttpServletResponse {
    private final HttpServletRequestImpl request;
    private ServletOutputStreamImpl stream;
    private ResponseWriter writer;
    private long declaredLength = -1;
    private int includes;
    private boolean closed;
    private boolean brokenOff;

    ResponseBody(HttpServletRequestImpl request) {
        this.request = request;
    }

    /** The response itself, for those who want all of it. */
    abstract HttpServletResponseImpl self();

    /** The charset of the writer, which cannot change any more. */
    abstract Charset fixCharset() throws UnsupportedEncodingException;

    final HttpServletRequestImpl request() {
        return request;
    }

    final ResponseContent content() {
        return request.live().response();
    }

    final HeaderFields fields() {
        return content().fields();
    }

    final boolean isFrozen() {
        return content().isCommitted() || closed || includes > 0;
    }

    /** An included servlet begins to write; it cannot change the header. */
    final void enterInclude() {
        includes++;
    }

    final void leaveInclude() {
        includes--;
    }

    /** Whether the response cannot come to its end: the client is gone, or must see that it is not whole. */
    final boolean isBrokenOff() {
        return brokenOff;
    }

    /** Ends the exchange without ending the response. */
    final void breakOff() {
        brokenOff = true;
        request.live().abort();
    }

    /** Takes note that the client failed, unless it only broke a rule. @return the exception, to be thrown */
    final IOException clientFailed(IOException failure) {
        brokenOff |= !(failure instanceof HttpException);
        return failure;
    }

    /** Hands over what the stream or the writer holds; the response stays open. */
    final void drain() throws IOException {
        if (writer != null) {
            writer.drain();
        }
        if (stream != null) {
            stream.drain();
        }
    }

    final void drop() {
        if (writer != null) {
            writer.drop();
        }
        if (stream != null) {
            stream.drop();
        }
    }

    private boolean hasContent() {
        return content().written() > 0 || pending() > 0;
    }

    /** Octets that the stream or the writer holds, at most. */
    private int pending() {
        return writer != null ? writer.pending() : stream != null ? stream.pending() : 0;
    }

    final void write(byte[] source, int offset, int length) throws IOException {
        ResponseContent content = content();
        if (closed) {
            return;
        }
        int allowed = (int) allowed(content, length);
        try {
            content.write(source, offset, allowed);
        } catch (IOException e) {
            throw clientFailed(e);
        }
        closeIfComplete(content);
    }

    final void write(ByteBuffer source) throws IOException {
        ResponseContent content = content();
        if (closed) {
            source.position(source.limit());
            return;
        }
        int limit = source.limit();
        source.limit(source.position() + (int) allowed(content, source.remaining()));
        try {
            content.write(source);
        } catch (IOException e) {
            throw clientFailed(e);
        }
        source.limit(limit).position(limit);
        closeIfComplete(content);
    }

    final void transferFrom(FileChannel file, long position, long count) throws IOException {
        ResponseContent content = content();
        if (closed) {
            return;
        }
        try {
            content.transferFrom(file, position, allowed(content, count));
        } catch (IOException e) {
            throw clientFailed(e);
        }
        closeIfComplete(content);
    }

    /** What goes beyond the declared length is cut off: it would be taken for the next response. */
    private long allowed(ResponseContent content, long wanted) {
        return declaredLength < 0 ? wanted : Math.min(wanted, declaredLength - content.written());
    }

    /** Whether the declared length would be reached with octets that somebody holds. */
    final boolean reachesDeclaredLength(int held) {
        return declaredLength > 0 && content().written() + held >= declaredLength;
    }

    /** Whether less was written than declared, and the client has seen nothing of it yet. */
    final boolean fallsShort() {
        if (declaredLength <= 0 || isCommitted() || request.upgrade() != null) {
            return false;
        }
        boolean contentWanted = !request.getMethod().equals("HEAD") && getStatus() != SC_NO_CONTENT
                && getStatus() != SC_NOT_MODIFIED;
        return contentWanted && content().written() + pending() < declaredLength;
    }

    private void closeIfComplete(ResponseContent content) throws IOException {
        if (declaredLength > 0 && content.written() >= declaredLength) {
            closed = true;
            finish(content);
        }
    }

    private void finish(ResponseContent content) throws IOException {
        try {
            content.finish();
        } catch (IOException e) {
            throw clientFailed(e);
        }
    }

    final void flushContent() throws IOException {
        ResponseContent content = content();
        if (closed) {
            return;
        }
        try {
            content.flush();
        } catch (IOException e) {
            throw clientFailed(e);
        }
    }

    /** Sends what is left and ends the response. Further calls do nothing. */
    final void close() throws IOException {
        ResponseContent content = content();
        if (!closed) {
            drain();
            closed = true;
            finish(content);
        }
    }

    @Override public ServletOutputStream getOutputStream() {
        content();
        if (writer != null) {
            throw new IllegalStateException("getWriter() was called for this response; content goes through one of"
                    + " them");
        }
        if (stream == null) {
            stream = new ServletOutputStreamImpl(self());
        }
        return stream;
    }

    @Override public PrintWriter getWriter() throws IOException {
        content();
        if (stream != null) {
            throw new IllegalStateException("getOutputStream() was called for this response; content goes through one"
                    + " of them");
        }
        if (writer == null) {
            writer = new ResponseWriter(self(), fixCharset());
        }
        return writer;
    }

    @Override public void setBufferSize(int size) {
        if (isCommitted() || hasContent()) {
            throw new IllegalStateException("the size of the buffer cannot be changed once content was written");
        }
        content().bufferSize(size);
    }

    @Override public int getBufferSize() {
        return content().bufferSize();
    }

    @Override public void flushBuffer() throws IOException {
        content();
        drain();
        flushContent();
    }

    @Override public void resetBuffer() {
        checkNotCommitted("the buffer cannot be reset");
        drop();
        content().resetBuffer();
    }

    final void checkNotCommitted(String what) {
        if (isCommitted()) {
            throw new IllegalStateException(what + ": it is committed already");
        }
    }

    @Override public boolean isCommitted() {
        return content().isCommitted() || closed;
    }

    /** Whether nothing more can be written. */
    final boolean isClosed() {
        return closed;
    }

    final void markClosed() {
        closed = true;
    }

    /** Writing begins anew, whatever was included or closed before. */
    final void reopenContent() {
        closed = false;
        includes = 0;
    }

    /** Whether a servlet writes that is included, and may not change the header. */
    final boolean isIncluding() {
        return includes > 0;
    }

    /** Forgets stream, writer and length: another may choose. */
    final void forgetBody() {
        declaredLength = -1;
        stream = null;
        writer = null;
    }

    /** @param length of the content; negative if it is not declared */
    final void declareLength(long length) {
        declaredLength = length;
    }
}
