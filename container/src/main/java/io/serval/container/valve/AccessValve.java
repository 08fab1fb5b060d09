package io.serval.container.valve;

import java.io.IOException;
import java.net.InetSocketAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.servlet.ErrorReport;
import io.serval.container.spi.Valve;
import io.serval.http.ConnectionInfo;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;

/**
 * Lets requests pass or refuses them by where they come from. What {@code deny} matches is refused, then what
 * {@code allow} matches passes; with {@code deny} alone all others pass, otherwise they are refused.
 */
public abstract sealed class AccessValve implements Valve permits PatternAccessValve, RemoteCIDRValve {
    private static final Logger log = LoggerFactory.getLogger(AccessValve.class);

    private int denyStatus = 403;
    private boolean usePeerAddress;

    AccessValve() {
    }

    /** Status of a refusal (403). */
    public final void setDenyStatus(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("it must be a status from 400 to 599");
        }
        denyStatus = status;
    }

    /** Looks at the address of the connection, though a {@code RemoteIpValve} in front found another client (false). */
    public final void setUsePeerAddress(boolean use) {
        usePeerAddress = use;
    }

    /** Whether a request may pass. */
    abstract boolean admits(InetSocketAddress client, InetSocketAddress server);

    @Override public final void invoke(HttpExchange exchange, HttpHandler next) throws IOException {
        ConnectionInfo connection = usePeerAddress && exchange instanceof ForwardedExchange forwarded
                ? forwarded.peer() : exchange.connection();
        boolean admitted = connection.remote() instanceof InetSocketAddress client
                && connection.local() instanceof InetSocketAddress server && admits(client, server);
        if (admitted) {
            next.handle(exchange);
        } else {
            log.debug("A request from {} is refused", connection.remote());
            ErrorReport.PLAIN.write(exchange.response(), denyStatus, null, null);
        }
    }

    /** @param isDenied, isAllowed whether a rule matches; {@code null} if there is no such rule */
    static boolean decide(Boolean isDenied, Boolean isAllowed) {
        if (Boolean.TRUE.equals(isDenied)) {
            return false;
        }
        return isAllowed != null ? isAllowed : isDenied != null;
    }
}
