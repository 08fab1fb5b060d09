package io.serval.container.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.serval.container.config.ContextSwitch;

/**
 * The files that make an application start anew when they change.
 *
 * @param ofAll those that do so for every application of the host: {@code conf/context.xml} and {@code conf/web.xml}
 */
record WatchedFiles(List<Path> ofAll) {
    WatchedFiles {
        ofAll = List.copyOf(ofAll);
    }

    /**
     * What they look like now: those of all, and of the application its context file, its {@code WatchedResource}s
     * and, if it is reloadable, its classes.
     *
     * @param source the application, or {@code null} if it could not even be read
     */
    Stamps now(WebAppSource source) {
        List<Path> files = new ArrayList<>(ofAll);
        if (source == null || source.docBase() == null) {
            return Stamps.of(files);
        }
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
