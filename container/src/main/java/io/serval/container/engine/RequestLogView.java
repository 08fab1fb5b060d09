package io.serval.container.engine;

/**
 * What an access log may ask of the container about a request, beyond what the exchange itself tells. The engine
 * attaches one to every exchange it takes; read by the thread that completes the exchange, while that lasts.
 */
public interface RequestLogView {
    /** The name of the virtual host, never an alias. */
    String hostName();

    /** The path of the web application, empty for the root; {@code null} if none took the request. */
    String contextPath();

    /** The name of the authenticated user, or {@code null}. */
    String remoteUser();

    /** What {@code getRemoteAddr()} gives, or {@code null} for the address of the connection. */
    String remoteAddress();

    /** The identifier of the request's valid session, or {@code null} if it has none. */
    String sessionId();

    /** A request attribute, or {@code null}. */
    Object attribute(String name);

    /** An attribute of the session, or {@code null}. */
    Object sessionAttribute(String name);
}
