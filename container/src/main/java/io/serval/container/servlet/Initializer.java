package io.serval.container.servlet;

import java.util.Set;

import jakarta.servlet.ServletContainerInitializer;

/**
 * An initializer with the classes it asked for (Servlet 6.1 §8.2.4).
 *
 * @param instance called once, before any listener
 * @param types    what its {@code @HandlesTypes} found; {@code null} if nothing was found or asked for
 */
public record Initializer(ServletContainerInitializer instance, Set<Class<?>> types) {
}
