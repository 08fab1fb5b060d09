package io.serval.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Addresses of peers as networks in CIDR notation, IPv4 and IPv6. Immutable. */
public final class Networks {
    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != other[i]) {
                    return false;
                }
            }
            int mask = 0xff00 >> bits % 8 & 0xff;
            return mask == 0 || (address[whole] & mask) == (other[whole] & mask);
        }
    }

    private final List<Network> networks = new ArrayList<>();

    /**
     * Reads networks.
     *
     * @param texts as {@code 10.0.0.0/8}, {@code fd00::/8} or a single address
     * @throws IllegalArgumentException for a text that is none of these, with the text and what would be valid
     */
    public Networks(List<String> texts) {
        texts.forEach(text -> networks.add(network(text.strip())));
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash), text);
        int most = address.length * 8;
        return new Network(address, slash < 0 ? most : bits(text.substring(slash + 1), most, text));
    }

    /** Only digits: a name would be looked up. */
    private static byte[] address(String text, String whole) {
        boolean six = text.indexOf(':') >= 0;
        try {
            if (text.matches(six ? "[0-9a-fA-F:.]+" : "\\d{1,3}(\\.\\d{1,3}){3}")) {
                return InetAddress.getByName(text).getAddress();
            }
        } catch (UnknownHostException e) {
            throw notANetwork(whole);
        }
        throw notANetwork(whole);
    }

    private static int bits(String text, int most, String whole) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
            throw notANetwork(whole);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException notANetwork(String text) {
        return new IllegalArgumentException("\"" + text + "\" is no network such as 10.0.0.0/8 or fd00::/8");
    }

    /** Whether a peer is in one of the networks; one on a Unix domain socket is on this machine, and always is. */
    public boolean contains(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress inet)) {
            return true;
        }
        byte[] address = inet.getAddress().getAddress();
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
