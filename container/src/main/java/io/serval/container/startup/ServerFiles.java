package io.serval.container.startup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import io.serval.container.config.ConfigProblems;
import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextXmlReader;
import io.serval.container.config.PropertySubstitution;
import io.serval.container.config.ServerConfig;
import io.serval.container.config.ServerXmlReader;

/**
 * What stands in {@code conf/}.
 *
 * @param server       {@code server.xml}
 * @param substitution what replaces {@code ${…}} in files that are read later
 */
record ServerFiles(ServerConfig server, PropertySubstitution substitution) {
    /**
     * Reads the configuration of a base.
     *
     * @param problems gets the warnings
     * @throws io.serval.container.config.ConfigException naming everything that cannot be started with
     * @throws IOException if a file cannot be read
     */
    static ServerFiles read(HomeAndBase places, ConfigProblems problems) throws IOException {
        return read(places, System.getenv(), problems);
    }

    /** As {@link #read(HomeAndBase, ConfigProblems)}, with other environment variables. */
    static ServerFiles read(HomeAndBase places, Map<String, String> environment, ConfigProblems problems)
            throws IOException {
        Path serverXml = places.conf("server.xml");
        if (!Files.isRegularFile(serverXml)) {
            throw new StartException("There is no " + serverXml + ". Copy conf/ of the home, "
                    + places.home().resolve("conf") + ", to " + places.base() + " or set SERVAL_BASE");
        }
        PropertySubstitution substitution = substitution(places, environment);
        ContextSettings defaults = contextDefaults(places, substitution, problems);
        ServerConfig server = new ServerXmlReader(places.base(), substitution, defaults, environment, problems)
                .read(serverXml);
        return new ServerFiles(server, substitution);
    }

    private static ContextSettings contextDefaults(HomeAndBase places, PropertySubstitution substitution,
                                                   ConfigProblems problems) throws IOException {
        Path contextXml = places.conf("context.xml");
        if (!Files.isRegularFile(contextXml)) {
            return ContextSettings.DEFAULT;
        }
        return new ContextXmlReader(substitution, problems).read(contextXml.toString(),
                Files.readAllBytes(contextXml), ContextSettings.DEFAULT);
    }

    /** System properties win over {@code conf/catalina.properties}, where a Tomcat's base keeps its own. */
    private static PropertySubstitution substitution(HomeAndBase places, Map<String, String> environment)
            throws IOException {
        Map<String, String> own = places.properties();
        Path file = places.conf("catalina.properties");
        if (Files.isRegularFile(file)) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            }
            for (String name : properties.stringPropertyNames()) {
                if (System.getProperty(name) == null) {
                    own.putIfAbsent(name, properties.getProperty(name));
                }
            }
        }
        return PropertySubstitution.of(own, environment);
    }
}
