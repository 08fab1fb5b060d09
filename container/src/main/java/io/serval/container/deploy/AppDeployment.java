package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one application up, replaces it or takes it down, and words what happened as Tomcat does, since people and
 * tools look for those lines. Stateless; applications may be handled in parallel.
 */
final class AppDeployment {
    private static final Logger log = LoggerFactory.getLogger(HostDeployer.class);

    private final SourceFactory sources;
    private final WatchedFiles watching;
    private final DeployTarget target;

    AppDeployment(SourceFactory sources, WatchedFiles watching, DeployTarget target) {
        this.sources = sources;
        this.watching = watching;
        this.target = target;
    }

    /**
     * @param name   of the application
     * @param known  what is known of the application now, or {@code null} if it is gone
     * @param report writes to the log; run in the order of names, whatever the order of starting was
     */
    record Outcome(ContextName name, Deployed known, Runnable report) { }

    Outcome deploy(Candidate found) {
        long begin = System.nanoTime();
        Stamps artifacts = found.artifacts();
        Stamps watched = watching.now(null);
        WebAppSource source = null;
        try {
            log.info("Deploying {} [{}]", found.kind(), found.origin());
            source = sources.make(found, null);
            watched = watching.now(source);
            target.deploy(source);
            return new Outcome(found.name(), new Deployed(found, artifacts, source, watched, true),
                    finished(found, begin));
        } catch (Exception | LinkageError | StackOverflowError failure) {
            target.fail(found.name(), failure);
            String consequence = "requests for [" + found.name()
                    + "] are answered with 503 until it is replaced; other "
                    + "applications are not affected";
            return new Outcome(found.name(), new Deployed(found, artifacts, source, watched, false),
                    failed(found, failure, consequence));
        }
    }

    Outcome replace(Candidate found, Deployed running) {
        long begin = System.nanoTime();
        Stamps artifacts = found.artifacts();
        Stamps watched = watching.now(running.source());
        WebAppSource source = null;
        try {
            log.info("Redeploying {} [{}]", found.kind(), found.origin());
            source = sources.make(found, running.docBase());
            watched = watching.now(source);
            target.replace(source);
            removeUnpacked(running.source(), source);
            return new Outcome(found.name(), new Deployed(found, artifacts, source, watched, true),
                    finished(found, begin));
        } catch (Exception | LinkageError | StackOverflowError failure) {
            removeUnpacked(source, running.source());
            Deployed still = new Deployed(found, artifacts, running.source(), watching.now(running.source()), true);
            return new Outcome(found.name(), still, failed(found, failure,
                    '[' + found.name().label() + "] is served by the version that was deployed before"));
        }
    }

    Outcome undeploy(Deployed known) {
        log.info("Undeploying context [{}]", known.candidate().name());
        target.undeploy(known.candidate().name());
        removeUnpacked(known.source(), null);
        return new Outcome(known.candidate().name(), null, () -> { });
    }

    /** Removes an old version with the files it came from, so that it is not deployed again. */
    Outcome retire(Deployed known) {
        Outcome undeployed = undeploy(known);
        for (Path file : Arrays.asList(known.candidate().xml(), known.candidate().war(),
                known.candidate().directory())) {
            try {
                if (file != null) {
                    WarExpander.delete(file);
                }
            } catch (IOException failure) {
                log.warn("[{}] belongs to an old version and cannot be deleted: {}. Delete it by hand", file,
                        failure.toString());
            }
        }
        return undeployed;
    }

    /** Removes the unpacked files of one version, unless the version that is kept has the same. */
    private void removeUnpacked(WebAppSource old, WebAppSource kept) {
        if (old == null || old.docBase() == null || kept != null && old.docBase().equals(kept.docBase())) {
            return;
        }
        try {
            sources.removeUnpacked(old);
        } catch (IOException failure) {
            log.warn("[{}] is not needed any more and cannot be deleted: {}. Delete it by hand", old.docBase(),
                    failure.toString());
        }
    }

    private static Runnable finished(Candidate found, long begin) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        return () -> log.info("Deployment of {} [{}] has finished in [{}] ms", found.kind(), found.origin(), millis);
    }

    private static Runnable failed(Candidate found, Throwable failure, String consequence) {
        return () -> {
            String what = "Deployment of " + found.kind() + " [" + found.origin() + ']';
            log.error("{}", FailureReport.of(what, consequence, failure));
            log.debug("The whole stack of the failure above", failure);
        };
    }
}
