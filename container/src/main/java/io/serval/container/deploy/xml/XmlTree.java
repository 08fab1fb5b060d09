package io.serval.container.deploy.xml;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.SourceLocation;

/**
 * Reads one XML file into a tree. Used once, by one thread.
 *
 * <p>The JDK's parser is used whatever is on the class path, without support for document type declarations: an entity
 * of any kind other than the five of XML is an error. Only the public identifier of a declaration is looked at, since
 * descriptors before version 2.4 carry their version there.
 */
final class XmlTree {
    private static final Pattern DTD_VERSION = Pattern.compile("DTD Web Application (2\\.[23])//");
    private static final XMLInputFactory PARSERS = parsers();

    private final String file;
    private final XMLStreamReader parser;
    private final Deque<Draft> open = new ArrayDeque<>();
    private String doctypeVersion;
    private int line = 1;
    private int column = 1;

    private XmlTree(String file, XMLStreamReader parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads a file.
     *
     * @param file    what messages call it
     * @param content not closed
     * @throws DeploymentException if it is not well-formed or uses an entity
     */
    static Element read(String file, InputStream content) {
        try {
            return new XmlTree(file, PARSERS.createXMLStreamReader(content)).root();
        } catch (XMLStreamException notWellFormed) {
            throw new DeploymentException(place(file, notWellFormed), reason(notWellFormed));
        }
    }

    private static XMLInputFactory parsers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private Element root() throws XMLStreamException {
        Element finished = null;
        while (finished == null) {
            finished = step(parser.next());
            line = parser.getLocation().getLineNumber();
            column = parser.getLocation().getColumnNumber();
            if (parser.getEventType() == XMLStreamConstants.CHARACTERS) {
                column--;                        // the JDK's parser has taken the "<" that ended the text already
            }
        }
        return finished;
    }

    private Element step(int event) {
        switch (event) {
            case XMLStreamConstants.DTD -> doctypeVersion = version(parser.getText());
            case XMLStreamConstants.START_ELEMENT -> open.push(start());
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(parser.getText());
            case XMLStreamConstants.END_ELEMENT -> {
                return end();
            }
            default -> { }
        }
        return null;
    }

    private void text(String text) {
        if (!open.isEmpty()) {
            open.peek().text.append(text);
        }
    }

    private Draft start() {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < parser.getAttributeCount(); i++) {
            attributes.put(parser.getAttributeLocalName(i), parser.getAttributeValue(i));
        }
        if (open.isEmpty() && doctypeVersion != null) {
            attributes.putIfAbsent("version", doctypeVersion);
        }
        return new Draft(parser.getLocalName(), attributes, new StringBuilder(), new ArrayList<>(),
                new SourceLocation(file, line, column));
    }

    private Element end() {
        Element finished = open.pop().finish();
        if (open.isEmpty()) {
            return finished;
        }
        open.peek().children.add(finished);
        return null;
    }

    private static String version(String doctype) {
        Matcher found = DTD_VERSION.matcher(doctype == null ? "" : doctype);
        return found.find() ? found.group(1) : null;
    }

    private static SourceLocation place(String file, XMLStreamException error) {
        return error.getLocation() == null ? new SourceLocation(file, 0, 0)
                : new SourceLocation(file, error.getLocation().getLineNumber(), error.getLocation().getColumnNumber());
    }

    private static String reason(XMLStreamException error) {
        String message = String.valueOf(error.getMessage());
        int start = message.indexOf("Message: ");
        String first = message.substring(start < 0 ? 0 : start + 9).lines().findFirst().orElse("not XML")
                .replaceFirst(" Line number = \\d+$", "");
        return first.contains("entity \"") ? first + " Entities cannot be defined or included here." : first;
    }

    /** An element whose end tag has not come yet. */
    private record Draft(String name, Map<String, String> attributes, StringBuilder text, List<Element> children,
                         SourceLocation location) {
        Element finish() {
            return new Element(name, attributes, children.isEmpty() ? text.toString().trim() : "", children, location);
        }
    }
}
