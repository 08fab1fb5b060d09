/**
 * What an embedding program holds: {@link io.serval.container.Serval} and the builders that make one.
 *
 * <p>{@code Serval.builder()} takes connectors, virtual hosts and web applications, each from a file or put together by
 * program; {@code start()} opens the ports. The server as a program ({@code startup}) is built with the same builder.
 * Nothing inside the container names this package. Builders are for one thread; {@code Serval} and
 * {@code WebAppHandle} are safe for any thread.
 */
package io.serval.container;
