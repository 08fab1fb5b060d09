package io.serval.container.config;

/** An attribute that says yes or no: a constant of an enum that lists those of one element. */
interface SwitchAttribute {
    /** The name in XML. */
    String attribute();

    /** What holds when nothing was said. */
    boolean byDefault();
}
