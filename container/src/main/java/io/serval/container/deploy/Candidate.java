package io.serval.container.deploy;

import java.nio.file.Path;
import java.util.Arrays;

import io.serval.container.config.ContextSettings;

/**
 * What was found for one context. The context file comes first, then the archive, then the directory.
 *
 * @param name      path and version
 * @param xml       context file, or {@code null}
 * @param war       archive, or {@code null}
 * @param directory or {@code null}
 * @param declared  settings of a {@code Context} in {@code server.xml}, or {@code null}
 */
record Candidate(ContextName name, Path xml, Path war, Path directory, ContextSettings declared) {
    Candidate withXml(Path file) {
        return new Candidate(name, file, war, directory, declared);
    }

    Candidate withWar(Path file) {
        return new Candidate(name, xml, file, directory, declared);
    }

    Candidate withDirectory(Path file) {
        return new Candidate(name, xml, war, file, declared);
    }

    /** The file or directory an administrator thinks of. */
    Path origin() {
        return xml != null ? xml : war != null ? war : directory;
    }

    /** The words Tomcat uses for it in its log. */
    String kind() {
        if (declared != null) {
            return "declared web application";
        }
        if (xml != null) {
            return "deployment descriptor";
        }
        return war != null ? "web application archive" : "web application directory";
    }

    /** Facts whose change means that the application was replaced. */
    Stamps artifacts() {
        Stamps files = Stamps.of(Arrays.asList(xml, war));
        return war == null && directory != null ? files.and(Stamps.ofIdentity(directory)) : files;
    }

    /** Facts that stand still once it is completely copied. */
    Stamps content() {
        Stamps files = Stamps.of(Arrays.asList(xml, war));
        return war == null && directory != null ? files.and(Stamps.ofTree(directory)) : files;
    }
}
