package io.serval.container.valve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import io.serval.container.spi.Valve;
import io.serval.http.ConnectionInfo;
import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;
import io.serval.http.HttpExchange;
import io.serval.http.HttpHandler;
import io.serval.http.RequestHead;

/**
 * Shows applications the client instead of the proxy in front of the server: address, scheme, host and port, as the
 * proxy tells them in fields. They count only in requests whose connection comes from a proxy that is known; others may
 * claim what they like.
 */
public final class RemoteIpValve implements Valve {
    private static final String PRIVATE = "10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, "
            + "192.168.0.0/16, ::1, fc00::/7, fe80::/10";

    private AddressRule internalProxies = AddressRule.ofRanges(PRIVATE);
    private AddressRule trustedProxies = AddressRule.NONE;
    private FieldName remoteIpHeader = FieldName.X_FORWARDED_FOR;
    private FieldName proxiesHeader = FieldName.of("X-Forwarded-By");
    private FieldName protocolHeader = FieldName.X_FORWARDED_PROTO;
    private FieldName hostHeader;
    private FieldName portHeader;
    private String protocolHeaderHttpsValue = "https";
    private int httpServerPort = 80;
    private int httpsServerPort = 443;
    private boolean requestAttributesEnabled = true;

    /** Proxies nobody needs to know of: ranges, or a regular expression (private, link-local and loopback ranges). */
    public void setInternalProxies(String rule) {
        internalProxies = AddressRule.of(rule);
    }

    /** Proxies that are believed and listed in {@code proxiesHeader}: ranges, or a regular expression (none). */
    public void setTrustedProxies(String rule) {
        trustedProxies = AddressRule.of(rule);
    }

    /** The field with the way of the request ({@code X-Forwarded-For}). */
    public void setRemoteIpHeader(String name) {
        remoteIpHeader = FieldName.of(name);
    }

    /** The field that tells applications of trusted proxies ({@code X-Forwarded-By}). */
    public void setProxiesHeader(String name) {
        proxiesHeader = FieldName.of(name);
    }

    /** The field with the scheme the client used ({@code X-Forwarded-Proto}); empty for none. */
    public void setProtocolHeader(String name) {
        protocolHeader = optional(name);
    }

    /** The field with the host the client asked for, such as {@code X-Forwarded-Host} (none). */
    public void setHostHeader(String name) {
        hostHeader = optional(name);
    }

    /** The field with the port the client asked at, such as {@code X-Forwarded-Port} (none). */
    public void setPortHeader(String name) {
        portHeader = optional(name);
    }

    /** What {@code protocolHeader} says of an encrypted request ({@code https}). */
    public void setProtocolHeaderHttpsValue(String value) {
        protocolHeaderHttpsValue = value;
    }

    /** The port of a request in clear text, where no field tells it (80). */
    public void setHttpServerPort(int port) {
        httpServerPort = port;
    }

    /** The port of an encrypted request, where no field tells it (443). */
    public void setHttpsServerPort(int port) {
        httpsServerPort = port;
    }

    /** Whether access logs show the client too (true). */
    public void setRequestAttributesEnabled(boolean enabled) {
        requestAttributesEnabled = enabled;
    }

    private static FieldName optional(String name) {
        return name.isBlank() ? null : FieldName.of(name.strip());
    }

    @Override public void invoke(HttpExchange exchange, HttpHandler next) throws IOException {
        boolean byProxy = exchange.connection().remote() instanceof InetSocketAddress peer
                && (internalProxies.matches(peer.getAddress()) || trustedProxies.matches(peer.getAddress()));
        next.handle(byProxy ? seenThroughProxy(exchange) : exchange);
    }

    private HttpExchange seenThroughProxy(HttpExchange exchange) {
        Fields fields = exchange.head().fields();
        List<String> way = fields.all(remoteIpHeader.toString());
        String protocol = protocolHeader == null ? null : fields.get(protocolHeader);
        String host = hostHeader == null ? null : fields.get(hostHeader);
        if (way.isEmpty() && protocol == null && host == null) {
            return exchange;
        }
        ForwardedFor route = new ForwardedFor(way);
        route.follow(internalProxies, trustedProxies);
        ConnectionInfo connection = connection(exchange.connection(), route.client(), protocol);
        RequestHead head = new ForwardedHead(exchange.head(), fields(fields, route),
                authority(exchange.head(), host, protocol));
        boolean logged = requestAttributesEnabled && route.client() != null;
        return new ForwardedExchange(exchange, head, connection, logged ? route.client().getHostAddress() : null);
    }

    private ConnectionInfo connection(ConnectionInfo peer, InetAddress client, String protocol) {
        int port = ((InetSocketAddress) peer.remote()).getPort();
        return new ConnectionInfo(peer.id(), peer.protocol(),
                client == null ? peer.remote() : new InetSocketAddress(client, port), peer.local(), peer.tls(),
                protocol == null ? peer.secure() : isSecure(protocol));
    }

    /** Several proxies may each have told one: all must have been encrypted. */
    private boolean isSecure(String protocol) {
        for (String each : protocol.split(",")) {
            if (!each.strip().equalsIgnoreCase(protocolHeaderHttpsValue)) {
                return false;
            }
        }
        return true;
    }

    private Fields fields(Fields sent, ForwardedFor route) {
        HeaderFields fields = new HeaderFields(sent.size() + 1);
        for (int i = 0; i < sent.size(); i++) {
            fields.add(FieldName.of(sent.name(i)), sent.value(i));
        }
        if (route.client() != null) {
            setOrRemove(fields, remoteIpHeader, route.rest());
            setOrRemove(fields, proxiesHeader, route.proxies());
        }
        return fields;
    }

    private static void setOrRemove(HeaderFields fields, FieldName name, String value) {
        if (value.isEmpty()) {
            fields.remove(name);
        } else {
            fields.set(name, value);
        }
    }

    /** Host and port the client asked for; a port that follows from the scheme is left out. */
    private String authority(RequestHead head, String host, String protocol) {
        String named = host == null ? head.authority() : host.substring(host.lastIndexOf(',') + 1).strip();
        if (protocol == null || named.isEmpty()) {
            return named;
        }
        int colon = named.lastIndexOf(':');
        boolean hasPort = colon > named.lastIndexOf(']');
        if (host != null && hasPort) {
            return named;
        }
        boolean secure = isSecure(protocol);
        int port = port(head.fields(), secure ? httpsServerPort : httpServerPort);
        String name = hasPort ? named.substring(0, colon) : named;
        return port == (secure ? 443 : 80) ? name : name + ':' + port;
    }

    private int port(Fields fields, int otherwise) {
        String text = portHeader == null ? null : fields.get(portHeader);
        boolean isPort = text != null && text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= 65_535;
        return isPort ? Integer.parseInt(text) : otherwise;
    }
}
