package io.serval.container.valve;

import java.net.InetAddress;

/**
 * The IP addresses that begin with the same bits (RFC 4632 §3.1). Immutable.
 *
 * @param first the range's first address, or any in it
 * @param bits  how many bits are the same
 */
record AddressRange(byte[] first, int bits) {
    /**
     * Reads {@code 10.0.0.0/8}, {@code fe80::/10} or a single address.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("\"" + text + "\" is no range of addresses such as 10.0.0.0/8 or ::1");
        }
        byte[] bytes = address.getAddress();
        return new AddressRange(bytes, slash < 0 ? bytes.length * 8 : bits(text, slash, bytes.length * 8));
    }

    private static int bits(String text, int slash, int most) {
        String number = text.substring(slash + 1);
        int bits = number.matches("\\d{1,3}") ? Integer.parseInt(number) : -1;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("\"" + text + "\" must have a number from 0 to " + most + " behind /");
        }
        return bits;
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != first.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != first[i]) {
                return false;
            }
        }
        int rest = 8 - bits % 8;
        return rest == 8 || (bytes[whole] & 0xff) >> rest == (first[whole] & 0xff) >> rest;
    }
}
