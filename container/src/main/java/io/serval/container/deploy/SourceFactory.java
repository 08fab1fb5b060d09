package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.HostConfig;
import io.serval.container.descriptor.DeploymentException;

/**
 * Makes of what was found what can be assembled: reads its context file and unpacks it.
 *
 * <p>A WAR is unpacked beside itself, as Tomcat does. While the application runs from there, a new version of the WAR
 * is unpacked below the work directory, so that the old one keeps its files until it has stopped; the next one is
 * unpacked beside the WAR again.
 */
final class SourceFactory {
    private final HostConfig host;
    private final HostLayout layout;
    private final ContextFiles contextFiles;

    SourceFactory(HostConfig host, HostLayout layout, ContextFiles contextFiles) {
        this.host = host;
        this.layout = layout;
        this.contextFiles = contextFiles;
    }

    /**
     * @param inUse the unpacked directory that a running application uses, or {@code null}
     * @throws IOException if files cannot be read or written
     */
    WebAppSource make(Candidate found, Path inUse) throws IOException {
        ContextSettings settings = settings(found);
        ContextName name = found.name();
        Path docBase = docBase(found, settings);
        if (!Files.exists(docBase)) {
            throw new DeploymentException(settings.location(),
                    "docBase " + docBase + " does not exist; create it or correct the path");
        }
        ContextSettings placed = settings.at(name.path(), name.version(), docBase.toString());
        Path files = unpacks(docBase, settings) ? unpack(docBase, name, inUse) : docBase;
        return new WebAppSource(name, files, found.origin() == null ? docBase : found.origin(), placed);
    }

    private ContextSettings settings(Candidate found) throws IOException {
        if (found.declared() != null) {
            return found.declared();
        }
        if (found.xml() != null) {
            return contextFiles.read(found.xml());
        }
        Path docBase = found.war() != null ? found.war() : found.directory();
        if (!host.is(HostConfig.Switch.DEPLOY_XML)) {
            return contextFiles.defaults();
        }
        if (host.is(HostConfig.Switch.COPY_XML) && layout.xmlBase() != null) {
            contextFiles.copyInside(docBase, layout.xmlBase().resolve(found.name().baseName() + ".xml"));
        }
        return contextFiles.readInside(docBase);
    }

    private Path docBase(Candidate found, ContextSettings settings) {
        boolean names = found.xml() != null || found.declared() != null;
        if (names && settings.docBase() != null) {
            return layout.appBase().resolve(settings.docBase()).normalize();
        }
        if (found.war() != null) {
            return found.war();
        }
        return found.directory() != null ? found.directory() : layout.appBase().resolve(found.name().baseName());
    }

    private boolean unpacks(Path docBase, ContextSettings settings) {
        return docBase.toString().toLowerCase(Locale.ROOT).endsWith(".war") && Files.isRegularFile(docBase)
                && host.is(HostConfig.Switch.UNPACK_WARS) && settings.is(ContextSwitch.UNPACK_WAR);
    }

    private Path unpack(Path war, ContextName name, Path inUse) throws IOException {
        Path beside = layout.appBase().resolve(name.baseName());
        Path other = layout.workDir().resolve(".unpacked").resolve(name.baseName());
        Path target = beside.equals(inUse) && Files.isDirectory(beside) ? other : beside;
        WarExpander.expand(war, target);
        return target;
    }

    /** Removes what was unpacked from a WAR and is not used any more; directories made by hand stay. */
    void removeUnpacked(WebAppSource source) throws IOException {
        if (source.docBase() != null && Files.exists(source.docBase().resolve(WarExpander.MARK))) {
            WarExpander.delete(source.docBase());
        }
    }

}
