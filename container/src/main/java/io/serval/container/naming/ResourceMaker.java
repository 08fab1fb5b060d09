package io.serval.container.naming;

/** Makes the object behind a resource. Called by the thread that asks for it first. */
@FunctionalInterface
interface ResourceMaker {
    /** A new object; never {@code null}. */
    Object make() throws Exception;
}
