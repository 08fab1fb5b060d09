package io.serval.connector.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A PROXY protocol header, as its specification (HAProxy Technologies, 2020, §2.1 and §2.2) has it.
 *
 * @param source      the client's address; {@code null} where the header says nothing of it, such as that of a proxy
 *                    that checks the server's health
 * @param destination the address the client connected to, {@code null} with the source
 */
record ProxyHeader(InetSocketAddress source, InetSocketAddress destination) {
    /** What is known of the first bytes of a connection. */
    enum Start { HEADER, INCOMPLETE, OTHER }

    /** The longest header of version 1, line end included (§2.1). */
    private static final int LINE_BYTES = 107;
    /** More than addresses and all extensions in use take; the format itself allows 64 KiB. */
    static final int MOST_BYTES = 4_096;

    private static final ProxyHeader UNKNOWN = new ProxyHeader(null, null);
    private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int FIXED_BYTES = 16;

    /** Looks at the first bytes of a connection, from 0 to the position of the buffer. */
    static Start find(ByteBuffer bytes) throws ProtocolException {
        if (startsAs(bytes, SIGNATURE)) {
            return bytes.position() >= FIXED_BYTES && bytes.position() >= binaryLength(bytes) ? Start.HEADER
                    : Start.INCOMPLETE;
        }
        if (!startsAs(bytes, LINE_START)) {
            return Start.OTHER;
        }
        if (lineLength(bytes) > 0) {
            return Start.HEADER;
        }
        if (bytes.position() >= LINE_BYTES) {
            throw new ProtocolException("PROXY header without an end within " + LINE_BYTES + " bytes");
        }
        return Start.INCOMPLETE;
    }

    private static boolean startsAs(ByteBuffer bytes, byte[] start) {
        int count = Math.min(bytes.position(), start.length);
        for (int i = 0; i < count; i++) {
            if (bytes.get(i) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lineLength(ByteBuffer bytes) {
        for (int i = 1; i < Math.min(bytes.position(), LINE_BYTES); i++) {
            if (bytes.get(i - 1) == '\r' && bytes.get(i) == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private static int binaryLength(ByteBuffer bytes) throws ProtocolException {
        int length = FIXED_BYTES + (bytes.getShort(14) & 0xffff);
        if (length > MOST_BYTES) {
            throw new ProtocolException("PROXY header of " + length + " bytes, more than " + MOST_BYTES);
        }
        return length;
    }

    /** Takes the header that {@link #find} has found, which begins at the position of the buffer. */
    static ProxyHeader take(ByteBuffer bytes) throws ProtocolException {
        ByteBuffer whole = bytes.duplicate().position(bytes.limit());
        int length = bytes.get(0) == 'P' ? lineLength(whole) : binaryLength(whole);
        byte[] header = new byte[length];
        bytes.get(header);
        return header[0] == 'P' ? line(new String(header, 0, length - 2, StandardCharsets.US_ASCII)) : binary(header);
    }

    private static ProxyHeader line(String line) throws ProtocolException {
        String[] words = line.split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return UNKNOWN;
        }
        boolean four = words[1].equals("TCP4");
        if (!four && !words[1].equals("TCP6") || words.length != 6) {
            throw malformed();
        }
        return new ProxyHeader(new InetSocketAddress(address(words[2], four), port(words[4])),
                new InetSocketAddress(address(words[3], four), port(words[5])));
    }

    /** Only digits: a name would be looked up. */
    private static InetAddress address(String text, boolean four) throws ProtocolException {
        if (!text.matches(four ? "\\d{1,3}(\\.\\d{1,3}){3}" : "[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw malformed();
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw malformed();
        }
    }

    private static int port(String text) throws ProtocolException {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw malformed();
        }
        return Integer.parseInt(text);
    }

    private static ProxyHeader binary(byte[] header) throws ProtocolException {
        int version = header[12] >> 4 & 15;
        int command = header[12] & 15;
        if (version != 2 || command > 1) {
            throw malformed();
        }
        int addressBytes = switch (header[13]) {
            case 0x11 -> 4;
            case 0x21 -> 16;
            default -> 0;
        };
        if (command == 0 || addressBytes == 0) {
            return UNKNOWN;
        }
        if (header.length < FIXED_BYTES + 2 * addressBytes + 4) {
            throw malformed();
        }
        int ports = FIXED_BYTES + 2 * addressBytes;
        return new ProxyHeader(socketAddress(header, FIXED_BYTES, addressBytes, ports),
                socketAddress(header, FIXED_BYTES + addressBytes, addressBytes, ports + 2));
    }

    private static InetSocketAddress socketAddress(byte[] header, int at, int length, int port)
            throws ProtocolException {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOfRange(header, at, at + length)),
                    (header[port] & 0xff) << 8 | header[port + 1] & 0xff);
        } catch (UnknownHostException e) {
            throw malformed();
        }
    }

    private static ProtocolException malformed() {
        return new ProtocolException("PROXY header that is not well-formed");
    }
}
