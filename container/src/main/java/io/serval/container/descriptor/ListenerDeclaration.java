package io.serval.container.descriptor;

/**
 * A {@code listener} element, or a {@code @WebListener} class.
 *
 * @param className fully qualified
 * @param location  where it was declared
 */
public record ListenerDeclaration(String className, SourceLocation location) {
}
