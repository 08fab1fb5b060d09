package org.apache.catalina;

/** A constructor of Micrometer's names this type; what it is asked for there is {@code null}. */
public interface Manager { }
