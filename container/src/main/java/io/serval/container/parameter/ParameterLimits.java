package io.serval.container.parameter;

/**
 * How much a client may send as parameters.
 *
 * @param maxParameterCount name-value pairs of query and content together (1000); negative for no limit
 * @param maxPostSize       bytes of form content (2 MiB); negative for no limit
 */
public record ParameterLimits(int maxParameterCount, long maxPostSize) {
    public static final ParameterLimits DEFAULT = new ParameterLimits(1000, 2 * 1024 * 1024);
}
