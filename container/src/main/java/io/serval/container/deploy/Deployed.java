package io.serval.container.deploy;

import java.nio.file.Path;

/**
 * What the deployer knows of an application it has handled.
 *
 * @param candidate what was found then
 * @param artifacts what its files looked like before it started
 * @param source    what it runs from, or what was tried; {@code null} if it could not even be read
 * @param watched   what its watched files looked like before it started
 * @param isRunning false if it failed: it is tried again when its files change
 */
record Deployed(Candidate candidate, Stamps artifacts, WebAppSource source, Stamps watched, boolean isRunning) {
    /** The directory or archive it runs from, or {@code null}. */
    Path docBase() {
        return source == null ? null : source.docBase();
    }
}
