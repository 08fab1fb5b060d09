package io.serval.container.xml;

import io.serval.container.descriptor.SourceLocation;

/** A document that is not well-formed, or uses an entity. The message is the reason alone, without the place. */
public final class XmlException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient SourceLocation location;

    XmlException(SourceLocation location, String reason, Throwable cause) {
        super(reason, cause);
        this.location = location;
    }

    /** Where the parser gave up. */
    public SourceLocation location() {
        return location;
    }
}
