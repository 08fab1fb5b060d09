/**
 * The access log: one line for every exchange that ended, also for those the connector refused, in the patterns that
 * Tomcat's {@code AccessLogValve} knows.
 *
 * <p>The thread that ends an exchange writes its line into a buffer in memory and goes on; a thread of the log writes
 * the buffer to the file. When the disk does not keep up, lines are dropped and counted, and no request waits. In the
 * steady state a line leaves no garbage. Created by startup and by the embedding API; knows the seam, the engine's
 * {@link io.serval.container.engine.RequestLogView} and nothing else of the container.
 */
package io.serval.container.accesslog;
