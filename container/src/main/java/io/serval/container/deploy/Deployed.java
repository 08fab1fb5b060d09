package io.serval.container.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.serval.container.config.ContextSwitch;

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

    /** What its watched files look like now. */
    Stamps watchedNow() {
        return watchedNow(source);
    }

    /** What the files look like now that make it start anew when they change ({@code WatchedResource}). */
    static Stamps watchedNow(WebAppSource source) {
        if (source == null || source.docBase() == null) {
            return new Stamps(List.of());
        }
        List<Path> files = new ArrayList<>();
        source.settings().watched().forEach(each -> files.add(source.docBase().resolve(each)));
        files.add(source.docBase().resolve(ContextFiles.INSIDE));
        Stamps watched = Stamps.of(files);
        if (source.settings().is(ContextSwitch.RELOADABLE)) {
            watched = watched.and(Stamps.ofTree(source.docBase().resolve("WEB-INF/classes")))
                    .and(Stamps.ofTree(source.docBase().resolve("WEB-INF/lib")));
        }
        return watched;
    }
}
