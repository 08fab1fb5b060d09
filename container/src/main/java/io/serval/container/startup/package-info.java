/**
 * The server as a program: from the command line and {@code conf/} to a running {@link io.serval.container.Serval}, and
 * back to an orderly end.
 *
 * <p>{@link io.serval.container.startup.Main} is what {@code bin/serval.sh} calls. It finds home and base, sets up
 * logging, reads the configuration, refuses to be the second on one base, starts, tells the script that the port
 * answers, and waits for the shutdown command or SIGTERM. Nothing here is used by an embedder.
 */
package io.serval.container.startup;
