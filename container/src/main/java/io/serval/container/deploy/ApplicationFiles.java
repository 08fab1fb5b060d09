package io.serval.container.deploy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;

import io.serval.container.config.ResourceSettings;
import io.serval.container.resource.Mount;
import io.serval.container.resource.ResourceRoots;
import io.serval.container.resource.WebResources;

/**
 * The files of one application, as its settings say.
 *
 * @param docBase  directory or WAR, or {@code null}
 * @param settings the {@code Resources} element
 * @param further  roots of the class path of an embedding program
 * @param base     what names of files in the settings are relative to
 */
record ApplicationFiles(Path docBase, ResourceSettings settings, List<URL> further, Path base) {
    /**
     * Opens them.
     *
     * @param orderedLibs names of the jars whose resources count, in that order; {@code null} for all
     */
    WebResources open(List<String> orderedLibs) throws IOException {
        ResourceRoots roots = ResourceRoots.of(docBase).allowLinking(settings.allowLinking())
                .cacheMaxBytes(settings.caching() ? settings.cacheMaxBytes() : 0).cacheTtl(settings.cacheTtl())
                .cacheObjectMaxBytes(settings.objectMaxBytes()).orderedLibraries(orderedLibs);
        for (ResourceSettings.Root each : settings.roots()) {
            if (each.kind() != ResourceSettings.Kind.EMPTY) {
                mount(each, roots);
            }
        }
        further.forEach(roots::url);
        return roots.build();
    }

    private void mount(ResourceSettings.Root root, ResourceRoots roots) {
        Mount.Kind kind = switch (root.kind()) {
            case ARCHIVE -> Mount.Kind.ARCHIVE;
            case FILE -> Mount.Kind.FILE;
            case DIRECTORY, EMPTY -> Mount.Kind.DIRECTORY;
        };
        Mount mount = new Mount(kind, base.resolve(root.base()), root.internalPath().replaceAll("^/+|/+$", ""),
                root.webAppMount(), root.classLoaderOnly());
        switch (root.place()) {
            case PRE -> roots.before(mount);
            case JAR -> roots.among(mount);
            case POST -> roots.after(mount);
        }
    }
}
