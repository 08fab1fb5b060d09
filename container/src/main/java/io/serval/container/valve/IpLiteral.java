package io.serval.container.valve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Reads IP addresses as text, and never asks a name service. */
final class IpLiteral {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    private static final int LONGEST = 45;

    private IpLiteral() {
    }

    /** @return the address, or {@code null} if the text is none */
    static InetAddress parse(String text) {
        if (text.length() > LONGEST || !V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    /** As {@link #parse}, where a port may follow: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
    static InetAddress parseWithPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? null : parse(text.substring(1, end));
        }
        int colon = text.indexOf(':');
        boolean hasPort = colon >= 0 && colon == text.lastIndexOf(':');
        return parse(hasPort ? text.substring(0, colon) : text);
    }
}
