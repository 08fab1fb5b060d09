package io.serval.container.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import io.serval.container.descriptor.SourceLocation;

/**
 * Reads an XML document into {@link ConfigElement}s, with substituted values and exact places. Document types are not
 * looked at and no entity is fetched from anywhere. Namespaces are ignored: elements and attributes go by local names.
 */
final class XmlTree {
    private static final String MESSAGE = "Message: ";

    private final String file;
    private final PropertySubstitution substitution;
    private final ConfigProblems problems;
    private TagPositions positions;
    private int tagCount;

    XmlTree(String file, PropertySubstitution substitution, ConfigProblems problems) {
        this.file = file;
        this.substitution = substitution;
        this.problems = problems;
    }

    /** @throws ConfigException with line and column if the document is not well-formed */
    ConfigElement read(byte[] document) {
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new ByteArrayInputStream(document));
            positions = new TagPositions(file, new String(document, charset(xml)));
            while (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            ConfigElement root = element(xml);
            while (xml.hasNext()) {
                xml.next();
            }
            return root;
        } catch (XMLStreamException e) {
            throw ConfigException.at(location(e.getLocation()), reason(e), e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
        return factory;
    }

    private static Charset charset(XMLStreamReader xml) {
        return xml.getEncoding() == null ? StandardCharsets.UTF_8 : Charset.forName(xml.getEncoding());
    }

    private ConfigElement element(XMLStreamReader xml) throws XMLStreamException {
        int tag = tagCount++;
        String name = xml.getLocalName();
        Map<String, ConfigElement.Attribute> attributes = attributes(xml, tag);
        List<ConfigElement> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(xml));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(xml.getText());
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                problems.error(location(xml.getLocation()), "entity &" + xml.getLocalName()
                        + "; is not read; use ${…} with a property or environment variable");
            }
        }
        SourceLocation start = positions.tag(tag);
        return new ConfigElement(name, attributes, children, substituted(text.toString().strip(), start), start);
    }

    private Map<String, ConfigElement.Attribute> attributes(XMLStreamReader xml, int tag) {
        Map<String, ConfigElement.Attribute> attributes = new LinkedHashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String prefix = xml.getAttributePrefix(i);
            if (prefix == null || prefix.isEmpty()) {
                SourceLocation where = positions.attribute(tag, xml.getAttributeLocalName(i));
                attributes.put(xml.getAttributeLocalName(i),
                        new ConfigElement.Attribute(substituted(xml.getAttributeValue(i), where), where));
            }
        }
        return attributes;
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

    private SourceLocation location(Location place) {
        return place == null ? new SourceLocation(file, 0, 0)
                : new SourceLocation(file, Math.max(0, place.getLineNumber()), Math.max(0, place.getColumnNumber()));
    }

    /** The parser's message without the place, which we tell in our way. */
    private static String reason(XMLStreamException e) {
        int message = e.getMessage().indexOf(MESSAGE);
        String reason = message < 0 ? e.getMessage() : e.getMessage().substring(message + MESSAGE.length());
        return "not well-formed XML: " + reason.strip();
    }
}
