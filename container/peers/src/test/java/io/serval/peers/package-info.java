/**
 * The same questions about the Servlet API for Serval, Tomcat and Jetty, each embedded with its defaults. What they
 * answer differently is printed, and compared with what was known: {@code differences.txt}.
 */
package io.serval.peers;
