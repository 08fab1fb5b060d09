package io.serval.container.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The directories of a host and the files that hold for all its applications, as absolute paths.
 *
 * @param appBase    where applications are dropped
 * @param xmlBase    where context files are, or {@code null} for none
 * @param workDir    for temporary files of its applications
 * @param contextXml what holds for every context ({@code conf/context.xml}), or {@code null}; it need not exist
 * @param webXml     what every application starts from ({@code conf/web.xml}), or {@code null}
 */
public record HostLayout(Path appBase, Path xmlBase, Path workDir, Path contextXml, Path webXml) {
    public HostLayout {
        appBase = appBase.toAbsolutePath().normalize();
        xmlBase = absolute(xmlBase);
        workDir = workDir.toAbsolutePath().normalize();
        contextXml = absolute(contextXml);
        webXml = absolute(webXml);
    }

    private static Path absolute(Path file) {
        return file == null ? null : file.toAbsolutePath().normalize();
    }

    /** The files that hold for all applications. */
    List<Path> filesOfAll() {
        return Stream.of(contextXml, webXml).filter(Objects::nonNull).toList();
    }
}
