package io.serval.container.xml;

import java.util.Map;
import java.util.TreeMap;

/** Writes a tree as XML, for people to read. Stateless. */
public final class XmlText {
    private XmlText() {
    }

    /** The element and all in it, indented by two spaces a level. */
    public static String of(Element element) {
        StringBuilder text = new StringBuilder();
        write(element, "\n", text);
        return text.substring(1);
    }

    private static void write(Element element, String indent, StringBuilder text) {
        text.append(indent).append('<').append(element.name());
        for (Map.Entry<String, Element.Attribute> each : new TreeMap<>(element.attributes()).entrySet()) {
            text.append(' ').append(each.getKey()).append("=\"").append(escape(each.getValue().value())).append('"');
        }
        if (element.children().isEmpty()) {
            text.append(element.text().isEmpty() ? "/>"
                    : '>' + escape(element.text()) + "</" + element.name() + '>');
            return;
        }
        text.append('>');
        element.children().forEach(each -> write(each, indent + "  ", text));
        text.append(indent).append("</").append(element.name()).append('>');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
