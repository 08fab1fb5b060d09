package io.serval.container.deploy.xml;

import io.serval.container.descriptor.SourceLocation;

/** Takes note of what is odd in a descriptor and does not hinder deployment. */
@FunctionalInterface
public interface Findings {
    /**
     * @param where the place
     * @param what  what is odd and what would be better
     */
    void warn(SourceLocation where, String what);
}
