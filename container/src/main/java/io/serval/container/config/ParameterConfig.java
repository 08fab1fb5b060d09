package io.serval.container.config;

import io.serval.container.descriptor.SourceLocation;

/**
 * A {@code Parameter} element: an init parameter of the application.
 *
 * @param name     of the parameter
 * @param value    of the parameter
 * @param override whether {@code web.xml} may say otherwise ({@code override}, true)
 * @param location where the element stands
 */
public record ParameterConfig(String name, String value, boolean override, SourceLocation location) {
}
