package io.serval.container.descriptor;

/**
 * A {@code post-construct} or {@code pre-destroy} element.
 *
 * @param className  class that declares the method
 * @param methodName a method without parameters
 */
public record LifecycleCallback(String className, String methodName) {
}
