package io.serval.container.management;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Addresses of clients, as {@code 127.0.0.1, ::1, 10.0.0.0/8}; {@code *} for all. Immutable. */
final class AddressRanges {
    /** Clients on this machine. */
    static final String LOOPBACK = "127.0.0.0/8, ::1";

    private record Range(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i & 7);
                if (((address[i >> 3] ^ other[i >> 3]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final boolean all;
    private final List<Range> ranges = new ArrayList<>();

    /** @throws IllegalArgumentException if the text has something that is neither an address nor a range */
    AddressRanges(String text) {
        all = text.strip().equals("*");
        if (!all) {
            for (String each : text.strip().split("[,\\s]+")) {
                ranges.add(range(each));
            }
        }
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        int most = address.length * 8;
        try {
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= most) {
                return new Range(address, bits);
            }
        } catch (NumberFormatException e) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    /** Only what looks like an address is given to the JDK, which would look up anything else as a name. */
    private static byte[] address(String text) {
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0
                || c == '.' || c == ':');
        if (!plain || text.indexOf(':') < 0 && !text.matches("\\d+(\\.\\d+){3}")) {
            throw invalid(text);
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw invalid(text);
        }
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException('"' + text + "\" is neither an address nor a range such as 10.0.0.0/8");
    }

    /** Whether a client is among them. Those of a Unix domain socket, who have no address, are. */
    boolean contains(SocketAddress client) {
        if (all || !(client instanceof InetSocketAddress)) {
            return true;
        }
        byte[] address = ((InetSocketAddress) client).getAddress().getAddress();
        for (Range range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
