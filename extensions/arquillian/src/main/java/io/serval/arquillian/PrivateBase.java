package io.serval.arquillian;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The base directory of one managed server: its own {@code webapps}, {@code logs}, {@code work}, {@code temp} and
 * {@code run}, and in {@code conf} what differs from the home.
 */
final class PrivateBase {
    private static final String LOGGING = """
            <configuration>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>${serval.base}/logs/serval.log</file>
                <encoder><pattern>%d{HH:mm:ss.SSS} %-5level [%thread] %logger{26} %msg%n%ex</pattern></encoder>
              </appender>
              <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d{HH:mm:ss.SSS} %-5level [%thread] %logger{26} %msg%n%ex</pattern></encoder>
              </appender>
              <root level="INFO">
                <appender-ref ref="file"/>
                <appender-ref ref="console"/>
              </root>
            </configuration>
            """;

    private final Path directory;
    private final boolean temporary;

    private PrivateBase(Path directory, boolean temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    static PrivateBase make(ServalConfiguration configuration) throws IOException {
        boolean temporary = configuration.base() == null;
        Path directory = temporary ? Files.createTempDirectory("serval-base")
                : Files.createDirectories(configuration.base());
        PrivateBase base = new PrivateBase(directory.toRealPath(), temporary);
        for (String each : List.of("conf", "webapps", "logs", "work", "temp", "run")) {
            Files.createDirectories(base.directory.resolve(each));
        }
        base.configure(configuration);
        return base;
    }

    private void configure(ServalConfiguration configuration) throws IOException {
        Path conf = directory.resolve("conf");
        Files.writeString(conf.resolve("logback.xml"), LOGGING);
        if (configuration.serverXml() != null) {
            Files.copy(configuration.serverXml(), conf.resolve("server.xml"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!configuration.userList().isEmpty()) {
            Files.writeString(conf.resolve("users.xml"), usersXml(configuration.userList()));
        }
    }

    private static String usersXml(List<User> users) throws IOException {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument();
            xml.writeStartElement("tomcat-users");
            for (User user : users) {
                xml.writeEmptyElement("user");
                xml.writeAttribute("username", user.name());
                xml.writeAttribute("password", user.password());
                xml.writeAttribute("roles", String.join(",", user.roles()));
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IOException("users.xml cannot be written", e);
        }
    }

    Path directory() {
        return directory;
    }

    Path webapps() {
        return directory.resolve("webapps");
    }

    Path temp() {
        return directory.resolve("temp");
    }

    Path logFile() {
        return directory.resolve("logs/serval.log");
    }

    Path pidFile() {
        return directory.resolve("run/serval.pid");
    }

    Path readyFile() {
        return directory.resolve("run/serval.ready");
    }

    /** Deletes it if it was made for this server only. */
    void close() throws IOException {
        if (!temporary) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
