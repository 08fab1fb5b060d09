package io.serval.container.config;

import java.util.List;
import java.util.Map;

import io.serval.container.descriptor.SourceLocation;

/**
 * An XML element with all below it, values substituted.
 *
 * @param attributes in the order of the document
 * @param text       what stands between its tags, without the text of children, blanks around it removed
 */
record ConfigElement(String name, Map<String, Attribute> attributes, List<ConfigElement> children, String text,
                     SourceLocation location) {
    /** An attribute and where its name stands. */
    record Attribute(String value, SourceLocation location) { }

    /** The value of an attribute, or {@code null} if it is not there. */
    String get(String attribute) {
        Attribute found = attributes.get(attribute);
        return found == null ? null : found.value();
    }

    /** Where an attribute stands, or the element if it is not there. */
    SourceLocation locationOf(String attribute) {
        Attribute found = attributes.get(attribute);
        return found == null ? location : found.location();
    }
}
