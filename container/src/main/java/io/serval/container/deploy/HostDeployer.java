package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.HostConfig;
import io.serval.container.config.PropertySubstitution;
import io.serval.container.deploy.StepRunner.Step;

/**
 * Watches the directories of one host and keeps what is deployed in line with what lies there: WARs, directories and
 * context files appear, change and go.
 *
 * <p>One thread, the deployer, does all of it; {@link #scan()}, {@link #reload} and {@link #stop()} from any thread
 * wait for that thread. Applications found in one look start in parallel on {@code startStopThreads} threads, and are
 * reported in the order of their names; one that takes longer than a minute is left to itself, and the others go on.
 * The state is confined to the deployer thread.
 */
public final class HostDeployer {
    private static final Logger log = LoggerFactory.getLogger(HostDeployer.class);
    private static final long QUICK_LOOK_MILLIS = 250;
    /** How long an application may take to start or stop before the others go on without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HostConfig host;
    private final HostLayout layout;
    private final DeployTarget target;
    private final AppBase appBase;
    private final WatchedFiles watching;
    private final AppDeployment deployment;
    private final StepRunner runner;
    private final Settling settling = new Settling(System::currentTimeMillis);
    private final Map<ContextName, Deployed> deployed = new TreeMap<>();
    private final ScheduledThreadPoolExecutor deployer;
    private boolean running;

    /**
     * @param host         its switches and its contexts
     * @param layout       where its directories are
     * @param substitution of {@code ${…}} in context files
     * @param target       where applications are taken to
     */
    public HostDeployer(HostConfig host, HostLayout layout, PropertySubstitution substitution, DeployTarget target) {
        this(host, layout, substitution, target, PATIENCE);
    }

    HostDeployer(HostConfig host, HostLayout layout, PropertySubstitution substitution, DeployTarget target,
                 Duration patience) {
        this.host = host;
        this.layout = layout;
        this.target = target;
        this.appBase = new AppBase(layout, host.deployIgnore(), host.contexts());
        this.watching = new WatchedFiles(layout.filesOfAll());
        this.deployment = new AppDeployment(
                new SourceFactory(host, layout, new ContextFiles(layout.contextXml(), substitution)), watching, target);
        int threads = host.startStopThreads() == 0 ? Runtime.getRuntime().availableProcessors()
                : host.startStopThreads();
        this.runner = new StepRunner(host.name(), threads, patience, this::standIn);
        this.deployer = new ScheduledThreadPoolExecutor(1, task -> thread("serval-deployer-" + host.name(), task));
        this.deployer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Deploys what is there, then watches for changes if the host deploys automatically. Returns when all is up. */
    public void start() throws IOException {
        if (host.is(HostConfig.Switch.CREATE_DIRS)) {
            Files.createDirectories(layout.appBase());
        }
        onDeployer(() -> {
            running = true;
            boolean all = host.is(HostConfig.Switch.DEPLOY_ON_STARTUP);
            perform(changes(all ? appBase.list() : declaredOnly(), true));
            return null;
        });
        if (host.is(HostConfig.Switch.AUTO_DEPLOY)) {
            schedule();
        }
    }

    /** Looks for changes now, and returns when they are done. */
    public void scan() {
        onDeployer(() -> {
            look();
            return null;
        });
    }

    /**
     * Starts an application anew from its files.
     *
     * @return false if none of that name is known
     */
    public boolean reload(ContextName name) {
        return onDeployer(() -> {
            Deployed known = deployed.get(name);
            if (known != null) {
                perform(new ArrayList<>(List.of(redeploy(known.candidate(), known))));
            }
            return known != null;
        });
    }

    /** The names of the applications that run, in order. */
    public List<ContextName> names() {
        return onDeployer(() -> deployed.values().stream().filter(Deployed::isRunning)
                .map(each -> each.candidate().name()).toList());
    }

    /** Stops looking, then stops all applications, the last first. What was unpacked stays for the next start. */
    public void stop() {
        if (deployer.isShutdown()) {
            return;
        }
        onDeployer(() -> {
            running = false;
            runner.stop();
            runner.late().forEach(this::note);
            List<ContextName> names = new ArrayList<>(deployed.keySet());
            names.sort(Comparator.reverseOrder());
            names.forEach(target::stop);
            deployed.clear();
            return null;
        });
        deployer.shutdown();
    }

    private void schedule() {
        long period = host.scanInterval().toMillis();
        long delay = settling.isWaiting() ? Math.min(QUICK_LOOK_MILLIS, period) : period;
        if (!deployer.isShutdown()) {
            deployer.schedule(this::lookAndGoOn, delay, TimeUnit.MILLISECONDS);
        }
    }

    private void lookAndGoOn() {
        try {
            look();
        } catch (IOException | RuntimeException unexpected) {
            log.warn("Cannot look for applications in [{}]; trying again in {} ms", layout.appBase(),
                    host.scanInterval().toMillis(), unexpected);
        } finally {
            schedule();
        }
    }

    private void look() throws IOException {
        runner.late().forEach(this::note);
        if (running) {
            perform(changes(appBase.list(), false));
            if (host.is(HostConfig.Switch.UNDEPLOY_OLD_VERSIONS)) {
                perform(oldVersions());
            }
        }
    }

    /** Versions of which a newer one runs and that nobody uses any more. */
    private List<Step> oldVersions() {
        List<Step> steps = new ArrayList<>();
        Deployed newer = null;
        List<Deployed> newestFirst = new ArrayList<>(deployed.values());
        Collections.reverse(newestFirst);
        for (Deployed each : newestFirst) {
            ContextName name = each.candidate().name();
            boolean isOld = newer != null && newer.candidate().name().path().equals(name.path());
            if (isOld && each.candidate().declared() == null && target.isIdle(name)) {
                steps.add(new Step(name, () -> deployment.retire(each)));
            } else if (each.isRunning()) {
                newer = each;
            }
        }
        return steps;
    }

    private Map<ContextName, Candidate> declaredOnly() throws IOException {
        Map<ContextName, Candidate> found = new TreeMap<>(appBase.list());
        found.values().removeIf(each -> each.declared() == null);
        return found;
    }

    /** What has to be done, in the order of names; what has gone comes first. */
    private List<Step> changes(Map<ContextName, Candidate> found, boolean atStart) {
        List<Step> steps = new ArrayList<>();
        for (Deployed known : List.copyOf(deployed.values())) {
            if (hasGone(known, found.get(known.candidate().name()))) {
                steps.add(undeploy(known));
                found.remove(known.candidate().name());
            }
        }
        settling.keepOnly(found.keySet());
        for (Candidate candidate : found.values()) {
            Step step = change(candidate, deployed.get(candidate.name()), atStart);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    private static boolean hasGone(Deployed known, Candidate now) {
        if (now == null) {
            return true;
        }
        boolean warGone = known.candidate().war() != null && now.war() == null && now.xml() == null;
        return warGone && now.directory() != null && now.directory().equals(known.docBase());
    }

    private Step change(Candidate candidate, Deployed known, boolean atStart) {
        if (known == null) {
            return isComplete(candidate, candidate.content(), atStart) ? deploy(candidate) : null;
        }
        Stamps artifacts = candidate.artifacts();
        if (!artifacts.equals(known.artifacts())) {
            return isComplete(candidate, artifacts, false) ? redeploy(candidate, known) : null;
        }
        Stamps watched = watching.now(known.source());
        if (!watched.equals(known.watched())) {
            return isComplete(candidate, watched, false) ? redeploy(candidate, known) : null;
        }
        settling.forget(candidate.name());
        return null;
    }

    private boolean isComplete(Candidate candidate, Stamps now, boolean trusting) {
        return settling.isComplete(candidate.name(), now, candidate.war(), trusting);
    }

    private Step deploy(Candidate candidate) {
        return new Step(candidate.name(), () -> deployment.deploy(candidate));
    }

    private Step redeploy(Candidate candidate, Deployed known) {
        return new Step(candidate.name(),
                () -> known.isRunning() ? deployment.replace(candidate, known) : deployment.deploy(candidate));
    }

    private Step undeploy(Deployed known) {
        return new Step(known.candidate().name(), () -> deployment.undeploy(known));
    }

    private void perform(List<Step> steps) {
        steps.removeIf(each -> runner.isBusy(each.name()));
        runner.run(steps).forEach(this::note);
    }

    private void note(AppDeployment.Outcome outcome) {
        outcome.report().run();
        settling.forget(outcome.name());
        if (outcome.known() == null) {
            deployed.remove(outcome.name());
        } else {
            deployed.put(outcome.name(), outcome.known());
        }
    }

    /** Requests for an application that comes up for the first time, and hangs, have an answer meanwhile. */
    private void standIn(ContextName name) {
        if (!deployed.containsKey(name)) {
            target.fail(name, new TimeoutException("it does not come to an end of its start"));
        }
    }

    private <T> T onDeployer(Callable<T> work) {
        try {
            return deployer.submit(work).get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("the deployer of host " + host.name() + " failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the deployer of host " + host.name());
        }
    }

    static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
