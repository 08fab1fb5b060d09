package io.serval.container.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.serval.container.descriptor.SourceLocation;

/**
 * An element with all below it, or an annotation in the words of one. Immutable.
 *
 * @param name       local name; name spaces are not looked at
 * @param attributes by local name, in declared order
 * @param text       of an element without children, without blanks around it; otherwise empty
 * @param children   in declared order
 * @param location   of the start tag
 */
public record Element(String name, Map<String, Attribute> attributes, String text, List<Element> children,
                      SourceLocation location) {
    public Element {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        children = List.copyOf(children);
    }

    /**
     * A value, and where the name of its attribute stands.
     */
    public record Attribute(String value, SourceLocation location) { }

    /** An element that holds text. */
    public static Element leaf(String name, Object text, SourceLocation location) {
        return new Element(name, Map.of(), String.valueOf(text), List.of(), location);
    }

    /** An element that holds others. */
    public static Element of(String name, List<Element> children, SourceLocation location) {
        return new Element(name, Map.of(), "", children, location);
    }

    /** This element with other children. */
    public Element with(List<Element> other) {
        return new Element(name, attributes, text, other, location);
    }

    /** This element with one attribute more, or with another value of it. */
    public Element with(String attribute, String value) {
        return with(attribute, new Attribute(value, locationOf(attribute)));
    }

    /** As {@link #with(String, String)}, for a value that stands elsewhere. */
    public Element with(String attribute, Attribute value) {
        Map<String, Attribute> all = new LinkedHashMap<>(attributes);
        all.put(attribute, value);
        return new Element(name, all, text, children, location);
    }

    /** The value of an attribute, or {@code null} if it is not there. */
    public String attribute(String attribute) {
        return attribute(attribute, null);
    }

    /** The value of an attribute, or what holds if it is not there. */
    public String attribute(String attribute, String otherwise) {
        Attribute found = attributes.get(attribute);
        return found == null ? otherwise : found.value();
    }

    /** Where an attribute stands, or the element if it is not there. */
    public SourceLocation locationOf(String attribute) {
        Attribute found = attributes.get(attribute);
        return found == null ? location : found.location();
    }

    /** This element with more children. */
    public Element plus(List<Element> more) {
        List<Element> all = new ArrayList<>(children);
        all.addAll(more);
        return with(all);
    }

    /** The last child of that name, or {@code null} if there is none. */
    public Element child(String childName) {
        Element found = null;
        for (Element child : children) {
            if (child.name.equals(childName)) {
                found = child;
            }
        }
        return found;
    }

    public boolean has(String childName) {
        return child(childName) != null;
    }

    /** The children of that name. */
    public List<Element> all(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /** The text of the child of that name, or {@code null} if there is none. */
    public String text(String childName) {
        Element child = child(childName);
        return child == null ? null : child.text;
    }

    /** The texts of the children of that name. */
    public List<String> texts(String childName) {
        return all(childName).stream().map(Element::text).toList();
    }

    /** Whether a child says {@code true}; otherwise, and if there is none, false. */
    public boolean flag(String childName) {
        return flag(childName, false);
    }

    /** What a child says, or what holds if there is none. */
    public boolean flag(String childName, boolean otherwise) {
        String said = text(childName);
        return said == null ? otherwise : Boolean.parseBoolean(said);
    }

    /** The whole number a child holds, or {@code null} if there is none or it is empty. */
    public Integer number(String childName) {
        String said = text(childName);
        return said == null || said.isEmpty() ? null : Integer.valueOf(said);
    }

    /** Whether both say the same, wherever they stand. */
    public boolean saysTheSameAs(Element other) {
        if (!name.equals(other.name) || !text.equals(other.text) || children.size() != other.children.size()) {
            return false;
        }
        for (int i = 0; i < children.size(); i++) {
            if (!children.get(i).saysTheSameAs(other.children.get(i))) {
                return false;
            }
        }
        return true;
    }
}
