/**
 * The valves that a {@code Valve} element can name beside access logs: who may come ({@code RemoteAddrValve},
 * {@code RemoteHostValve}, {@code RemoteCIDRValve}), and who the client behind a proxy is ({@code RemoteIpValve}).
 * Attributes have Tomcat's names and defaults.
 *
 * <p>Made from the configuration by their constructor and setters, by one thread, before they see a request; from then
 * on nothing of them changes and all workers call them at once.
 */
package io.serval.container.valve;
