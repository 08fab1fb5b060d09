package io.serval.authentication;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.xml.Element;
import io.serval.container.xml.XmlDocument;
import io.serval.container.xml.XmlException;

/**
 * The file that keeps registrations from one start to the next, in the format of Tomcat's
 * {@code conf/jaspic-providers.xml}. Immutable; the caller sees to it that nobody writes at the same time.
 */
final class ProvidersFile {
    private static final Logger log = LoggerFactory.getLogger(ProvidersFile.class);
    private static final Set<String> ATTRIBUTES = Set.of("name", "className", "layer", "appContext", "description");

    private final Path file;

    /** @param file need not exist; it is written only if its directory does */
    ProvidersFile(Path file) {
        this.file = file;
    }

    /**
     * In the order of the file; nothing if there is no file.
     *
     * @throws SecurityException if it cannot be read or understood; the message says where
     */
    List<ProviderEntry> read() {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            Element root = XmlDocument.read(file.toString(), Files.readAllBytes(file)).root();
            if (!root.name().equals("jaspic-providers")) {
                throw new SecurityException(root.location() + ": the first element must be jaspic-providers, and is "
                        + root.name());
            }
            List<ProviderEntry> entries = new ArrayList<>();
            for (Element each : root.children()) {
                if (each.name().equals("provider")) {
                    entries.add(entry(each));
                } else {
                    log.warn("{}: {} is unknown here and passed over; there may be provider", each.location(),
                            each.name());
                }
            }
            return entries;
        } catch (IOException e) {
            throw new SecurityException(file + " cannot be read: " + e, e);
        } catch (XmlException e) {
            throw new SecurityException(e.getMessage(), e);
        }
    }

    private static ProviderEntry entry(Element provider) {
        provider.attributes().forEach((name, value) -> {
            if (!ATTRIBUTES.contains(name)) {
                log.warn("{}: attribute {} of provider is unknown and has no effect; there are className, layer,"
                        + " appContext, description and name", value.location(), name);
            }
        });
        Map<String, String> properties = new LinkedHashMap<>();
        for (Element each : provider.children()) {
            String name = each.attribute("name");
            if (!each.name().equals("property") || name == null || each.attribute("value") == null) {
                throw new SecurityException(each.location()
                        + ": provider may have <property name=\"…\" value=\"…\"/>, and has " + each.name());
            }
            properties.put(name, each.attribute("value"));
        }
        RegistrationKey key = new RegistrationKey(nonEmpty(provider.attribute("layer")),
                ofHost(nonEmpty(provider.attribute("appContext"))));
        return new ProviderEntry(nonEmpty(provider.attribute("className")), key, provider.attribute("description"),
                properties);
    }

    private static String nonEmpty(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Tomcat's name of a logical host has that of the engine in front; ours is that of the host. */
    private static String ofHost(String appContext) {
        int blank = appContext == null ? -1 : appContext.indexOf(' ');
        int slash = blank < 0 ? -1 : appContext.lastIndexOf('/', blank);
        return slash < 0 ? appContext : appContext.substring(slash + 1);
    }

    /** Replaces the file in one step. What keeps it from being written is a warning: the registrations stand. */
    void write(List<ProviderEntry> entries) {
        Path directory = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            log.debug("{} is not written, as there is no {}", file, directory);
            return;
        }
        Path written = directory.resolve(file.getFileName() + ".new");
        try {
            Files.writeString(written, text(entries), StandardCharsets.UTF_8);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("{} cannot be written: {}. The registrations hold until the server stops", file, e.toString());
        }
    }

    private static String text(List<ProviderEntry> entries) throws IOException {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            out.writeStartDocument("UTF-8", "1.0");
            out.writeCharacters("\n");
            out.writeStartElement("jaspic-providers");
            for (ProviderEntry each : entries) {
                provider(out, each);
            }
            out.writeCharacters("\n");
            out.writeEndElement();
            out.writeCharacters("\n");
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        return text.toString();
    }

    private static void provider(XMLStreamWriter out, ProviderEntry entry) throws XMLStreamException {
        out.writeCharacters("\n  ");
        out.writeStartElement("provider");
        attribute(out, "className", entry.className());
        attribute(out, "layer", entry.key().layer());
        attribute(out, "appContext", entry.key().appContext());
        attribute(out, "description", entry.description());
        if (entry.properties() != null) {
            for (Map.Entry<String, String> each : entry.properties().entrySet()) {
                out.writeCharacters("\n    ");
                out.writeEmptyElement("property");
                attribute(out, "name", each.getKey());
                attribute(out, "value", each.getValue());
            }
            out.writeCharacters("\n  ");
        }
        out.writeEndElement();
    }

    private static void attribute(XMLStreamWriter out, String name, String value) throws XMLStreamException {
        if (value != null) {
            out.writeAttribute(name, value);
        }
    }
}
