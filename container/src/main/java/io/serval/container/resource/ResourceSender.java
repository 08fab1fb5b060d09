package io.serval.container.resource;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;

/** Writes a resource, or parts of it, by the shortest way there is: from memory, by the file itself, or by copying. */
final class ResourceSender {
    private static final int COPY_SIZE = 32 * 1024;

    private final long sendfileBytes;

    /** @param sendfileBytes from which size on a file is sent by itself; negative for never */
    ResourceSender(long sendfileBytes) {
        this.sendfileBytes = sendfileBytes;
    }

    void send(WebResource resource, ServletOutputStream out) throws IOException {
        send(resource, 0, resource.length(), out);
    }

    /** @throws EOFException if the file has become shorter meanwhile */
    void send(WebResource resource, long start, long length, ServletOutputStream out) throws IOException {
        byte[] content = resource instanceof CachedResource cached ? cached.content() : null;
        if (content != null) {
            out.write(content, (int) start, (int) length);
        } else if (!sendFile(resource, start, length, out)) {
            copy(resource, start, length, out);
        }
    }

    private boolean sendFile(WebResource resource, long start, long length, ServletOutputStream out)
            throws IOException {
        if (sendfileBytes < 0 || length < sendfileBytes || !(out instanceof FileSender sender)) {
            return false;
        }
        try (FileChannel file = resource.openChannel()) {
            if (file == null) {
                return false;
            }
            if (file.size() < start + length) {
                throw shorter(resource);
            }
            sender.transferFrom(file, start, length);
            return true;
        }
    }

    private static void copy(WebResource resource, long start, long length, ServletOutputStream out)
            throws IOException {
        try (InputStream in = resource.open()) {
            in.skipNBytes(start);
            byte[] buffer = new byte[(int) Math.min(COPY_SIZE, Math.max(1, length))];
            long left = length;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw shorter(resource);
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    private static EOFException shorter(WebResource resource) {
        return new EOFException(resource.path() + " became shorter while it was sent");
    }

    /** Answers 206 with one range, or with several as {@code multipart/byteranges} (RFC 9110 §14.6). */
    void sendRanges(WebResource resource, List<ByteRanges.Range> ranges, HttpServletResponse response)
            throws IOException {
        ServletOutputStream out = response.getOutputStream();
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        if (ranges.size() == 1) {
            ByteRanges.Range range = ranges.get(0);
            response.setHeader("Content-Range", contentRange(range, resource));
            response.setContentLengthLong(range.length());
            send(resource, range.start(), range.length(), out);
        } else {
            sendMultipart(resource, ranges, response, out);
        }
    }

    private void sendMultipart(WebResource resource, List<ByteRanges.Range> ranges, HttpServletResponse response,
                               ServletOutputStream out) throws IOException {
        String boundary = newBoundary();
        String type = response.getContentType();
        response.setContentType("multipart/byteranges; boundary=" + boundary);
        byte[] end = ascii("\r\n--" + boundary + "--\r\n");
        long total = end.length;
        byte[][] heads = new byte[ranges.size()][];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = partHead(boundary, type, contentRange(ranges.get(i), resource));
            total += heads[i].length + ranges.get(i).length();
        }
        response.setContentLengthLong(total);
        for (int i = 0; i < heads.length; i++) {
            out.write(heads[i]);
            send(resource, ranges.get(i).start(), ranges.get(i).length(), out);
        }
        out.write(end);
    }

    private static byte[] partHead(String boundary, String type, String contentRange) {
        return ascii("\r\n--" + boundary + "\r\n" + (type == null ? "" : "Content-Type: " + type + "\r\n")
                + "Content-Range: " + contentRange + "\r\n\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String newBoundary() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    private static String contentRange(ByteRanges.Range range, WebResource resource) {
        return "bytes " + range.start() + '-' + range.last() + '/' + resource.length();
    }
}
