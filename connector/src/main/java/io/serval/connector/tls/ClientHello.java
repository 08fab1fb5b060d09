package io.serval.connector.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The first thing a TLS client says (RFC 8446 §4.1.2), as far as the choice of a host needs it: which server it wants
 * to
 * talk to (RFC 6066 §3) and which protocols it would speak (RFC 7301). Read from the raw bytes before an engine exists,
 * because certificates, versions and client authentication may differ from host to host.
 *
 * @param serverName   in lower case, or {@code null} if the client named none
 * @param applications ALPN names in the client's order; empty if it sent none
 */
record ClientHello(String serverName, List<String> applications) {
    /** What is known after looking at the bytes so far. */
    enum Found { HELLO, INCOMPLETE, NOT_TLS, TOO_LARGE }

    /** A client hello is a few hundred bytes, with post-quantum key shares two thousand. */
    static final int MAX_BYTES = 16_384;

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    private static final int HOST_NAME = 0;
    private static final ClientHello EMPTY = new ClientHello(null, List.of());

    /**
     * Looks whether a whole client hello is there, without moving the buffer.
     *
     * @param received from the first byte of the connection, between position and limit
     */
    static Found find(ByteBuffer received) {
        int start = received.position();
        int available = received.remaining();
        if (available > 0 && received.get(start) != HANDSHAKE || available > 1 && received.get(start + 1) != 3) {
            return Found.NOT_TLS;
        }
        int at = 0;
        int message = -1;
        int collected = 0;
        while (message < 0 || collected < message) {
            if (available - at < 5) {
                return available >= MAX_BYTES ? Found.TOO_LARGE : Found.INCOMPLETE;
            }
            int record = received.getShort(start + at + 3) & 0xffff;
            if (received.get(start + at) != HANDSHAKE || record == 0) {
                return Found.NOT_TLS;
            }
            if (message < 0 && available - at >= 9) {
                if (received.get(start + at + 5) != CLIENT_HELLO) {
                    return Found.NOT_TLS;
                }
                message = 4 + (received.getInt(start + at + 5) & 0xffffff);
                if (message > MAX_BYTES) {
                    return Found.TOO_LARGE;
                }
            }
            if (available - at - 5 < record) {
                return available >= MAX_BYTES ? Found.TOO_LARGE : Found.INCOMPLETE;
            }
            collected += record;
            at += 5 + record;
        }
        return Found.HELLO;
    }

    /**
     * Reads a hello that {@link #find} has found whole, without moving the buffer. What is malformed counts as absent:
     * the
     * TLS engine will refuse it in its own words.
     */
    static ClientHello parse(ByteBuffer received) {
        try {
            return parseMessage(handshake(received.duplicate()));
        } catch (RuntimeException e) {
            return EMPTY;
        }
    }

    /** The handshake message without the records it came in. */
    private static ByteBuffer handshake(ByteBuffer records) {
        ByteBuffer message = ByteBuffer.allocate(records.remaining());
        while (records.remaining() >= 5 && records.get(records.position()) == HANDSHAKE) {
            int length = records.getShort(records.position() + 3) & 0xffff;
            records.position(records.position() + 5);
            message.put(slice(records, Math.min(length, records.remaining())));
        }
        return message.flip();
    }

    private static ClientHello parseMessage(ByteBuffer message) {
        int length = message.getInt() & 0xffffff;
        ByteBuffer hello = slice(message, Math.min(length, message.remaining()));
        hello.position(2 + 32);                             // version and random
        skip(hello, hello.get() & 0xff);                    // session
        skip(hello, hello.getShort() & 0xffff);             // cipher suites
        skip(hello, hello.get() & 0xff);                    // compression
        if (!hello.hasRemaining()) {
            return EMPTY;
        }
        ByteBuffer extensions = slice(hello, hello.getShort() & 0xffff);
        String serverName = null;
        List<String> applications = List.of();
        while (extensions.hasRemaining()) {
            int type = extensions.getShort() & 0xffff;
            ByteBuffer extension = slice(extensions, extensions.getShort() & 0xffff);
            if (type == SERVER_NAME) {
                serverName = serverName(extension);
            } else if (type == ALPN) {
                applications = applications(extension);
            }
        }
        return new ClientHello(serverName, applications);
    }

    private static String serverName(ByteBuffer extension) {
        ByteBuffer names = slice(extension, extension.getShort() & 0xffff);
        while (names.hasRemaining()) {
            int type = names.get();
            String name = ascii(slice(names, names.getShort() & 0xffff));
            if (type == HOST_NAME) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static List<String> applications(ByteBuffer extension) {
        ByteBuffer names = slice(extension, extension.getShort() & 0xffff);
        List<String> found = new ArrayList<>();
        while (names.hasRemaining()) {
            found.add(ascii(slice(names, names.get() & 0xff)));
        }
        return List.copyOf(found);
    }

    private static String ascii(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    private static void skip(ByteBuffer buffer, int count) {
        buffer.position(buffer.position() + count);
    }

    /** The next bytes as a buffer of their own, stepping over them. */
    private static ByteBuffer slice(ByteBuffer buffer, int count) {
        ByteBuffer part = buffer.slice(buffer.position(), count);
        skip(buffer, count);
        return part;
    }
}
