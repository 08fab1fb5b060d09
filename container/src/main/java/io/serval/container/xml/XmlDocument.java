package io.serval.container.xml;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import io.serval.container.descriptor.SourceLocation;

/**
 * A document that was read whole. Immutable.
 *
 * <p>The JDK's parser is used whatever is on the class path, without support for document types: an entity of any kind
 * other than the five of XML is an error. Namespaces are not looked at: elements go by local names, and attributes with
 * a prefix are left out.
 *
 * @param root    the first element
 * @param doctype the document type declaration as it is written; empty if there is none
 */
public record XmlDocument(Element root, String doctype) {
    private static final XMLInputFactory PARSERS = parsers();

    /**
     * Reads a document.
     *
     * @param file what messages call it
     */
    public static XmlDocument read(String file, byte[] document) throws XmlException {
        try {
            XMLStreamReader parser = PARSERS.createXMLStreamReader(new ByteArrayInputStream(document));
            return new Reading(parser, new TagPositions(file, new String(document, charset(parser)))).document();
        } catch (XMLStreamException notWellFormed) {
            throw new XmlException(place(file, notWellFormed), reason(notWellFormed), notWellFormed);
        }
    }

    private static XMLInputFactory parsers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static Charset charset(XMLStreamReader parser) {
        return parser.getEncoding() == null ? StandardCharsets.UTF_8 : Charset.forName(parser.getEncoding());
    }

    private static SourceLocation place(String file, XMLStreamException error) {
        return error.getLocation() == null ? new SourceLocation(file, 0, 0)
                : new SourceLocation(file, error.getLocation().getLineNumber(), error.getLocation().getColumnNumber());
    }

    /** The parser's message without the place, which we tell in our way. */
    private static String reason(XMLStreamException error) {
        String message = String.valueOf(error.getMessage());
        int start = message.indexOf("Message: ");
        String first = message.substring(start < 0 ? 0 : start + 9).lines().findFirst().orElse("not XML")
                .replaceFirst(" Line number = \\d+$", "");
        return first.contains("entity \"") ? first + " Entities cannot be defined or included here." : first;
    }

    /** One way through a document. */
    private static final class Reading {
        private final XMLStreamReader parser;
        private final TagPositions positions;
        private String doctype = "";
        private int tags;

        Reading(XMLStreamReader parser, TagPositions positions) {
            this.parser = parser;
            this.positions = positions;
        }

        XmlDocument document() throws XMLStreamException {
            for (int event = parser.next(); event != XMLStreamConstants.START_ELEMENT; event = parser.next()) {
                if (event == XMLStreamConstants.DTD && parser.getText() != null) {
                    doctype = parser.getText();
                }
            }
            Element root = element();
            while (parser.hasNext()) {
                parser.next();
            }
            return new XmlDocument(root, doctype);
        }

        private Element element() throws XMLStreamException {
            int tag = tags++;
            String name = parser.getLocalName();
            Map<String, Element.Attribute> attributes = attributes(tag);
            List<Element> children = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int event = parser.next(); event != XMLStreamConstants.END_ELEMENT; event = parser.next()) {
                if (event == XMLStreamConstants.START_ELEMENT) {
                    children.add(element());
                } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                    text.append(parser.getText());
                }
            }
            return new Element(name, attributes, children.isEmpty() ? text.toString().strip() : "", children,
                    positions.tag(tag));
        }

        private Map<String, Element.Attribute> attributes(int tag) {
            Map<String, Element.Attribute> attributes = new LinkedHashMap<>();
            for (int i = 0; i < parser.getAttributeCount(); i++) {
                String prefix = parser.getAttributePrefix(i);
                String name = parser.getAttributeLocalName(i);
                if (prefix == null || prefix.isEmpty()) {
                    attributes.put(name,
                            new Element.Attribute(parser.getAttributeValue(i), positions.attribute(tag, name)));
                }
            }
            return attributes;
        }
    }
}
