package io.serval.container.valve;

import java.net.InetSocketAddress;

/** Lets requests pass or refuses them by ranges of addresses, such as {@code 192.0.2.0/24, ::1}. */
public final class RemoteCIDRValve extends AccessValve {
    private AddressRule allow;
    private AddressRule deny;

    /** Ranges with commas between; those in them pass. */
    public void setAllow(String ranges) {
        allow = ranges.isBlank() ? null : AddressRule.ofRanges(ranges);
    }

    /** Ranges with commas between; those in them are refused. */
    public void setDeny(String ranges) {
        deny = ranges.isBlank() ? null : AddressRule.ofRanges(ranges);
    }

    @Override boolean admits(InetSocketAddress client, InetSocketAddress server) {
        return decide(matches(deny, client), matches(allow, client));
    }

    private static Boolean matches(AddressRule rule, InetSocketAddress client) {
        return rule == null ? null : (Boolean) rule.matches(client.getAddress());
    }
}
