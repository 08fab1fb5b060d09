package io.serval.container.startup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the jars of a Tomcat from those that an administrator has added to them. A base that is a whole Tomcat has both
 * in its {@code lib}: its own must not be seen by applications, since their page engine and WebSocket initializer would
 * look for a Tomcat around them, and the APIs are there already.
 */
final class TomcatJars {
    private static final Logger log = LoggerFactory.getLogger(TomcatJars.class);
    private static final String TOMCAT = "Apache Tomcat";
    /** What the jars with the APIs of Jakarta EE are called in their manifests, if they came with a Tomcat. */
    private static final Set<String> APIS = Set.of("jakarta.annotation", "jakarta.el", "jakarta.security.auth.message",
            "jakarta.servlet", "jakarta.servlet.jsp", "jakarta.websocket", "jakarta.websocket.server");

    private TomcatJars() { }

    /** The jars that are no part of a Tomcat, in their order. */
    static List<Path> without(List<Path> jars) throws IOException {
        List<Path> others = new ArrayList<>();
        for (Path jar : jars) {
            if (!isTomcats(jar)) {
                others.add(jar);
            }
        }
        int passedOver = jars.size() - others.size();
        if (passedOver > 0) {
            log.info("{} jars in {} are Tomcat's own and are passed over", passedOver, jars.get(0).getParent());
        }
        return others;
    }

    private static boolean isTomcats(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return manifest != null && (isTomcats(manifest.getMainAttributes())
                    || manifest.getEntries().values().stream().anyMatch(TomcatJars::isTomcats));
        } catch (IOException e) {
            throw new IOException(jar + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isTomcats(Attributes attributes) {
        String title = attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE);
        return TOMCAT.equals(title) || title != null && APIS.contains(title)
                && "Apache Software Foundation".equals(attributes.getValue(Attributes.Name.IMPLEMENTATION_VENDOR));
    }
}
