package io.serval.container.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what has to be done for the applications of one host, some at the same time, and hands the outcomes back in the
 * order of the steps. A step that takes too long is left to itself, so that one hanging application holds up no other:
 * its outcome is handed back by a later call, and until then nothing else is to be done for that application.
 *
 * <p>Confined to the deployer's thread; the steps run on threads of their own.
 */
final class StepRunner {
    private static final Logger log = LoggerFactory.getLogger(HostDeployer.class);
    private static final long STOP_SECONDS = 1;

    private final int atOnce;
    private final Duration patience;
    private final Consumer<ContextName> onHanging;
    private final ExecutorService threads;
    private final LinkedBlockingQueue<Run> ended = new LinkedBlockingQueue<>();
    private final Set<ContextName> hanging = new HashSet<>();

    /** Something to do for one application. */
    record Step(ContextName name, Callable<AppDeployment.Outcome> work) { }

    /** One step under way. */
    private static final class Run {
        private final Step step;
        private final long begunNanos = System.nanoTime();
        private AppDeployment.Outcome outcome;
        private Throwable failure;

        Run(Step step) {
            this.step = step;
        }
    }

    /**
     * @param hostName  for the names of threads
     * @param atOnce    steps that run at the same time
     * @param patience  after which a step is left to itself
     * @param onHanging told of each that is
     */
    StepRunner(String hostName, int atOnce, Duration patience, Consumer<ContextName> onHanging) {
        this.atOnce = atOnce;
        this.patience = patience;
        this.onHanging = onHanging;
        this.threads = Executors.newCachedThreadPool(
                task -> HostDeployer.thread("serval-start-" + hostName, task));
    }

    /** Whether something is still being done for an application. */
    boolean isBusy(ContextName name) {
        return hanging.contains(name);
    }

    /** Runs the steps. @return the outcomes of those that ended, in the order of the steps */
    List<AppDeployment.Outcome> run(List<Step> steps) {
        Map<Step, AppDeployment.Outcome> outcomes = new LinkedHashMap<>();
        List<Run> active = new ArrayList<>();
        for (Step each : steps) {
            outcomes.put(each, null);
            if (active.size() == atOnce) {
                await(active, outcomes);
            }
            active.add(begin(each));
        }
        while (!active.isEmpty()) {
            await(active, outcomes);
        }
        return outcomes.values().stream().filter(each -> each != null).toList();
    }

    /** The outcomes of steps that were left to themselves and have ended since. */
    List<AppDeployment.Outcome> late() {
        List<AppDeployment.Outcome> outcomes = new ArrayList<>();
        for (Run run = ended.poll(); run != null; run = ended.poll()) {
            addLate(run, outcomes);
        }
        return outcomes;
    }

    private Run begin(Step step) {
        Run run = new Run(step);
        threads.execute(() -> {
            try {
                run.outcome = step.work.call();
            } catch (Exception | LinkageError | AssertionError unexpected) {
                run.failure = unexpected;
            } finally {
                ended.add(run);
            }
        });
        return run;
    }

    /** Waits until one of them ends, or the oldest has used up its time. */
    private void await(List<Run> active, Map<Step, AppDeployment.Outcome> outcomes) {
        Run oldest = active.get(0);
        try {
            long left = patience.toNanos() - (System.nanoTime() - oldest.begunNanos);
            Run run = ended.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
            if (run == null) {
                active.remove(oldest);
                leave(oldest);
            } else if (active.remove(run)) {
                outcomes.put(run.step, outcome(run));
            } else {
                List<AppDeployment.Outcome> late = new ArrayList<>();
                addLate(run, late);
                late.forEach(each -> outcomes.put(run.step, each));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            active.clear();
        }
    }

    private void leave(Run run) {
        hanging.add(run.step.name);
        log.warn("[{}] has not come to an end of its start or stop after {} s, and is left to itself while the others "
                + "go on. A thread dump of serval-start threads shows what it waits for", run.step.name,
                patience.toSeconds());
        onHanging.accept(run.step.name);
    }

    private void addLate(Run run, List<AppDeployment.Outcome> outcomes) {
        hanging.remove(run.step.name);
        AppDeployment.Outcome outcome = outcome(run);
        if (outcome != null) {
            outcomes.add(outcome);
        }
    }

    private static AppDeployment.Outcome outcome(Run run) {
        if (run.failure != null) {
            log.error("Deployment of [{}] ended unexpectedly", run.step.name, run.failure);
        }
        return run.outcome;
    }

    /** Interrupts what hangs, and gives it a second. */
    void stop() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("{} still hang and keep their threads", hanging);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
