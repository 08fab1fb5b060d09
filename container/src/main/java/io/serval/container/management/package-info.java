/**
 * What administrators and their tools see of a running server: MBeans under Tomcat's names, figures in the text format
 * of
 * Prometheus, and health checks. {@code docs/metrics.md} is the reference of every figure.
 *
 * <p>The facade makes it and shows it the server as a {@link io.serval.container.management.ServerView}; nothing here
 * knows the facade. Valves run on workers, or on the reserved thread of a connector; beans are read by threads of JMX.
 */
package io.serval.container.management;
