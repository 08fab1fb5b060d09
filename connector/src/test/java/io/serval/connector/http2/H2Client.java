package io.serval.connector.http2;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.serval.connector.http2.hpack.HpackDecoder;
import io.serval.connector.http2.hpack.HpackEncoder;
import io.serval.connector.http2.hpack.HpackException;

/** A client of HTTP/2 over a real socket that does what a test says, frame by frame. One thread at a time. */
final class H2Client implements Closeable {
    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final HpackEncoder encoder = new HpackEncoder(4_096);
    private final HpackDecoder decoder = new HpackDecoder(4_096, 1 << 20);
    int lastOfServer = Integer.MAX_VALUE;
    String authority = "localhost";

    /** A frame the server has sent. */
    record Frame(int type, int flags, int streamId, byte[] payload) {
        boolean endsStream() {
            return type <= Frames.HEADERS && (flags & Frames.END_STREAM) != 0;
        }
    }

    /** A response. @param status 0 if the stream was reset, or refused by GOAWAY */
    record Response(int status, byte[] content) {
        String text() {
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    H2Client(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    H2Client(Socket connected) throws IOException {
        socket = connected;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
        send(FrameBytes.connection());
    }

    H2Client send(FrameBytes frames) throws IOException {
        out.write(frames.toBytes());
        out.flush();
        return this;
    }

    H2Client frame(int type, int flags, int streamId, String hex) throws IOException {
        return send(new FrameBytes().frame(type, flags, streamId, hex));
    }

    H2Client request(int streamId, String method, String path, boolean end) throws IOException {
        return send(new FrameBytes().binary(Frames.HEADERS, Frames.END_HEADERS | (end ? Frames.END_STREAM : 0),
                streamId, block(method, path)));
    }

    byte[] block(String method, String path) {
        encoder.begin();
        encoder.field(":method", method);
        encoder.field(":scheme", "http");
        encoder.field(":authority", authority);
        encoder.field(":path", path);
        return Arrays.copyOf(encoder.array(), encoder.size());
    }

    H2Client data(int streamId, byte[] content, boolean end) throws IOException {
        return send(new FrameBytes().binary(Frames.DATA, end ? Frames.END_STREAM : 0, streamId, content));
    }

    H2Client setting(int identifier, int value) throws IOException {
        return frame(Frames.SETTINGS, 0, 0, String.format("%04x%08x", identifier, value));
    }

    H2Client widen(int streamId, int increment) throws IOException {
        return frame(Frames.WINDOW_UPDATE, 0, streamId, String.format("%08x", increment));
    }

    /** The next frame; answers settings and pings by the way. */
    Frame next() throws IOException {
        byte[] header = new byte[Frames.HEADER_BYTES];
        in.readFully(header);
        byte[] payload = new byte[Frames.int24(header, 0)];
        in.readFully(payload);
        Frame frame = new Frame(header[3], header[4], Frames.int32(header, 5), payload);
        if (frame.type == Frames.SETTINGS && (frame.flags & Frames.ACK) == 0) {
            frame(Frames.SETTINGS, Frames.ACK, 0, "");
        } else if (frame.type == Frames.PING && (frame.flags & Frames.ACK) == 0) {
            send(new FrameBytes().binary(Frames.PING, Frames.ACK, 0, payload));
        } else if (frame.type == Frames.GOAWAY) {
            lastOfServer = Frames.int32(payload, 0);
        }
        return frame;
    }

    /**
     * Reads until a stream has ended; what comes of others is passed over, and windows are widened as content comes.
     */
    Response response(int streamId) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int[] status = new int[1];
        while (true) {
            Frame frame = next();
            if (frame.type == Frames.HEADERS) {
                decode(frame, frame.streamId == streamId ? status : new int[1]);
            } else if (frame.type == Frames.DATA && frame.payload.length > 0) {
                widen(0, frame.payload.length);
                if (!frame.endsStream()) {
                    widen(frame.streamId, frame.payload.length);
                }
            }
            if (frame.streamId == streamId && frame.type == Frames.DATA) {
                content.writeBytes(frame.payload);
            }
            if (frame.streamId == streamId && frame.endsStream()) {
                return new Response(status[0], content.toByteArray());
            }
            if (frame.streamId == streamId && frame.type == Frames.RST_STREAM || streamId > lastOfServer) {
                return new Response(0, content.toByteArray());
            }
        }
    }

    private void decode(Frame frame, int[] status) throws IOException {
        try {
            decoder.decode(frame.payload, 0, frame.payload.length, (name, value) -> {
                if (name.equals(":status")) {
                    status[0] = Integer.parseInt(value);
                }
            });
        } catch (HpackException e) {
            throw new IOException("the server's header block is broken", e);
        }
    }

    Response get(int streamId, String path) throws IOException {
        return request(streamId, "GET", path, true).response(streamId);
    }

    /** Reads until a frame of that type comes. */
    Frame await(int type) throws IOException {
        for (Frame frame = next(); ; frame = next()) {
            if (frame.type == type) {
                return frame;
            }
        }
    }

    /** Reads until the server ends. */
    void awaitEnd() throws IOException {
        try {
            while (true) {
                next();
            }
        } catch (EOFException e) {
            socket.close();
        }
    }

    @Override public void close() throws IOException {
        socket.close();
    }
}
