package io.serval.container.deploy;

import java.nio.file.Path;

/**
 * The directories of a host, as absolute paths.
 *
 * @param appBase where applications are dropped
 * @param xmlBase where context files are, or {@code null} for none
 * @param workDir for temporary files of its applications
 */
public record HostLayout(Path appBase, Path xmlBase, Path workDir) {
    public HostLayout {
        appBase = appBase.toAbsolutePath().normalize();
        xmlBase = xmlBase == null ? null : xmlBase.toAbsolutePath().normalize();
        workDir = workDir.toAbsolutePath().normalize();
    }
}
