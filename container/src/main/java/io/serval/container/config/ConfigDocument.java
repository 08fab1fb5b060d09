package io.serval.container.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.serval.container.descriptor.SourceLocation;
import io.serval.container.xml.Element;
import io.serval.container.xml.XmlDocument;
import io.serval.container.xml.XmlException;

/** Reads a document of the administrator's and substitutes its values. For one thread. */
final class ConfigDocument {
    private final PropertySubstitution substitution;
    private final ConfigProblems problems;

    ConfigDocument(PropertySubstitution substitution, ConfigProblems problems) {
        this.substitution = substitution;
        this.problems = problems;
    }

    /**
     * @param file what messages call it
     * @throws ConfigException with line and column if the document is not well-formed
     */
    Element read(String file, byte[] document) {
        try {
            return substituted(XmlDocument.read(file, document).root());
        } catch (XmlException e) {
            throw ConfigException.at(e.location(), "not well-formed XML: " + e.getMessage(), e);
        }
    }

    private Element substituted(Element element) {
        Map<String, Element.Attribute> attributes = new LinkedHashMap<>();
        element.attributes().forEach((name, each) -> attributes.put(name,
                new Element.Attribute(substituted(each.value(), each.location()), each.location())));
        List<Element> children = element.children().stream().map(this::substituted).toList();
        return new Element(element.name(), attributes, substituted(element.text(), element.location()), children,
                element.location());
    }

    private String substituted(String text, SourceLocation where) {
        try {
            return substitution.substitute(text, name -> problems.warn(where,
                    "${" + name + "} has no value and stays as it is; set it with -D" + name + "=… or write ${" + name
                            + ":-default}"));
        } catch (IllegalArgumentException e) {
            problems.error(where, e.getMessage());
            return text;
        }
    }
}
