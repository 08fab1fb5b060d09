/**
 * The PROXY protocol, versions 1 and 2, by which a proxy that only passes bytes on tells whose connection it is:
 * {@link io.serval.connector.proxy.ProxiedTransport} takes the header off before TLS and HTTP see a byte, and gives the
 * client's address instead of the proxy's. Only networks the administrator trusts are believed. Used by the owner of a
 * connection.
 */
package io.serval.connector.proxy;
