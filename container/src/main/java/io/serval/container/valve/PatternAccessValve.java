package io.serval.container.valve;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** Compares a text of the client's address with regular expressions. */
public abstract sealed class PatternAccessValve extends AccessValve permits RemoteAddrValve, RemoteHostValve {
    private Pattern allow;
    private Pattern deny;
    private boolean addConnectorPort;

    PatternAccessValve() {
    }

    /** Regular expression for all of the text; those it matches pass. */
    public final void setAllow(String pattern) {
        allow = pattern.isEmpty() ? null : AddressRule.pattern(pattern);
    }

    /** Regular expression for all of the text; those it matches are refused. */
    public final void setDeny(String pattern) {
        deny = pattern.isEmpty() ? null : AddressRule.pattern(pattern);
    }

    /** Appends {@code ;} and the port of the server to the text (false). */
    public final void setAddConnectorPort(boolean add) {
        addConnectorPort = add;
    }

    /** What is compared. */
    abstract String textOf(InetSocketAddress client);

    @Override final boolean admits(InetSocketAddress client, InetSocketAddress server) {
        String text = addConnectorPort ? textOf(client) + ';' + server.getPort() : textOf(client);
        return decide(matches(deny, text), matches(allow, text));
    }

    private static Boolean matches(Pattern pattern, String text) {
        return pattern == null ? null : (Boolean) pattern.matcher(text).matches();
    }
}
