package io.serval.container.valve;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The way a request took, as the proxies wrote it down: from the one next to us back to the first that nobody here
 * vouches for, the client. Confined to one request.
 */
final class ForwardedFor {
    private final String[] hops;
    private int left;
    private InetAddress client;
    private final Deque<String> proxies = new ArrayDeque<>();

    /** @param lines values of the field, in their order */
    ForwardedFor(List<String> lines) {
        hops = String.join(",", lines).split(",");
        left = hops.length;
    }

    /**
     * Goes back as far as the proxies are known. What is no address ends the way: the client is then the last that was
     * one.
     *
     * @param internal proxies that nobody needs to know of
     * @param trusted  proxies that applications are told of
     */
    void follow(AddressRule internal, AddressRule trusted) {
        boolean known = true;
        while (known && left > 0) {
            String hop = hops[left - 1].strip();
            InetAddress address = IpLiteral.parseWithPort(hop);
            if (address == null) {
                return;
            }
            left--;
            client = address;
            boolean isInternal = internal.matches(address);
            known = isInternal || trusted.matches(address);
            if (known && !isInternal) {
                proxies.addFirst(hop);
            }
        }
    }

    /** The client, or {@code null} if nothing tells who that is. */
    InetAddress client() {
        return client;
    }

    /** The trusted proxies on the way, the client's first; empty if there are none. */
    String proxies() {
        return String.join(", ", proxies);
    }

    /** What the client claims came before it; empty if it claims nothing. */
    String rest() {
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < left; i++) {
            String hop = hops[i].strip();
            rest.append(rest.isEmpty() || hop.isEmpty() ? "" : ", ").append(hop);
        }
        return rest.toString();
    }
}
