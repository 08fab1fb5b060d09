package io.serval.container.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.ConfigProblems;
import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextXmlReader;
import io.serval.container.config.PropertySubstitution;

/** Reads the context file of an application: its own in the directory of the host, or {@code META-INF/context.xml}. */
final class ContextFiles {
    static final String INSIDE = "META-INF/context.xml";
    /** Leaves ${…} as it is. */
    static final PropertySubstitution NO_SUBSTITUTION = new PropertySubstitution(name -> null);
    private static final Logger log = LoggerFactory.getLogger(ContextFiles.class);

    private final Path contextXml;
    private final PropertySubstitution substitution;
    private final Renewed<ContextSettings> defaults;

    /** @param contextXml what holds for every context; {@code null}, or missing, for Tomcat's defaults */
    ContextFiles(Path contextXml, PropertySubstitution substitution) {
        this.contextXml = contextXml;
        this.substitution = substitution;
        this.defaults = new Renewed<>(contextXml, this::readDefaults);
    }

    /** What holds for an application without a context file, as the file says now. */
    ContextSettings defaults() throws IOException {
        return defaults.get();
    }

    private ContextSettings readDefaults() throws IOException {
        return contextXml == null || !Files.isRegularFile(contextXml) ? ContextSettings.DEFAULT
                : read(contextXml.toString(), Files.readAllBytes(contextXml), ContextSettings.DEFAULT);
    }

    /** Reads a context file of the host. */
    ContextSettings read(Path xml) throws IOException {
        return read(xml.toString(), Files.readAllBytes(xml), defaults());
    }

    /** Reads the context file inside an application, or returns the defaults if it has none. */
    ContextSettings readInside(Path docBase) throws IOException {
        byte[] content = inside(docBase);
        return content == null ? defaults() : read(docBase + "/" + INSIDE, content, defaults());
    }

    /** Copies the context file inside an application to the directory of the host, unless there is one already. */
    void copyInside(Path docBase, Path to) throws IOException {
        byte[] content = inside(docBase);
        if (content != null && !Files.exists(to)) {
            Files.createDirectories(to.getParent());
            Path unfinished = Files.createTempFile(to.getParent(), ".context", ".tmp");
            Files.write(unfinished, content);
            Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static byte[] inside(Path docBase) throws IOException {
        if (Files.isDirectory(docBase)) {
            Path file = docBase.resolve(INSIDE);
            return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
        }
        try (ZipFile war = new ZipFile(docBase.toFile())) {
            ZipEntry entry = war.getEntry(INSIDE);
            if (entry == null) {
                return null;
            }
            try (InputStream in = war.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }
    }

    private ContextSettings read(String file, byte[] content, ContextSettings below) {
        ConfigProblems problems = new ConfigProblems();
        ContextSettings settings = new ContextXmlReader(substitution, problems).read(file, content, below);
        problems.warnings().forEach(each -> log.warn("{}", each));
        return settings;
    }
}
