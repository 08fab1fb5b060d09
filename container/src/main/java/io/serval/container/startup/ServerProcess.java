package io.serval.container.startup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.connector.ControlSocket;
import io.serval.container.Serval;
import io.serval.container.config.ConfigProblems;

/**
 * One life of the server as a program: lock, configuration, start, wait, stop. Run by the main thread; the shutdown
 * listener and the JVM's shutdown hook only ask it to stop.
 */
final class ServerProcess {
    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
    private static final long HOOK_SECONDS = 60;

    private final HomeAndBase places;
    private final Path pidFile;
    private final ReadyFile ready;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Serval> services = new ArrayList<>();
    private InstanceLock lock;
    private ShutdownListener listener;
    private ControlSocket control;

    ServerProcess(HomeAndBase places, Path pidFile) {
        this.places = places;
        this.pidFile = pidFile;
        this.ready = new ReadyFile(places);
    }

    /** @return the exit status of the program */
    int run() {
        long begin = System.nanoTime();
        try {
            lock = InstanceLock.take(places, pidFile);
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "serval-shutdown-hook"));
            serve(begin);
            return Main.DONE;
        } catch (RuntimeException | IOException | LinkageError failure) {
            tell(failure);
            return Main.FAILED;
        } finally {
            close(listener);
            close(control);
            close(lock);
            ended.countDown();
        }
    }

    private static void close(Closeable resource) {
        if (resource != null) {
            try {
                resource.close();
            } catch (IOException e) {
                log.warn("{} could not be closed: {}", resource.getClass().getSimpleName(), e.toString());
            }
        }
    }

    private static void tell(Throwable failure) {
        if (StartFailure.isExplained(failure)) {
            log.error("Serval does not start. {}", StartFailure.explain(failure));
        } else {
            log.error("Serval does not start. {}", StartFailure.explain(failure), failure);
        }
    }

    private void serve(long begin) throws IOException {
        log.info("{} on {}, {}", ServalVersion.name(), ServalVersion.jvm(), ServalVersion.system());
        log.info("Base {}, home {}", places.base(), places.home());
        ConfigProblems problems = new ConfigProblems();
        ServerFiles files = ServerFiles.read(places, problems);
        ServerAssembly assembly = new ServerAssembly(places, files, problems);
        services.addAll(assembly.build());
        problems.warnings().forEach(each -> log.warn("{}", each));
        problems.throwIfFailed(files.server().strict());
        try {
            listener = ShutdownListener.open(files.server(), stopAsked::countDown);
            start(assembly);
            control = ControlSocket.open(places.run(), Map.of("slowlog", this::slowRequests));
            report(begin);
            await();
        } finally {
            stop();
            assembly.close();
        }
    }

    private void start(ServerAssembly assembly) {
        for (Serval each : services) {
            try {
                each.start();
            } catch (RuntimeException failure) {
                throw assembly.located(failure);
            }
        }
    }

    private void report(long begin) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        String urls = services.stream().flatMap(each -> each.urls().stream()).collect(Collectors.joining(" "));
        log.info("Server startup in [{}] milliseconds", millis);
        ready.write(urls, millis);
    }

    private String slowRequests() {
        return services.stream().map(Serval::slowRequests).collect(Collectors.joining());
    }

    private void await() {
        try {
            stopAsked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        ready.remove();
        List<Serval> reversed = new ArrayList<>(services);
        Collections.reverse(reversed);
        for (Serval each : reversed) {
            each.stop();
        }
        log.info("The server is stopped");
    }

    /** The JVM is told to end (SIGTERM, Ctrl-C): what the main thread does then must be done before it does. */
    private void stopAndWait() {
        stopAsked.countDown();
        try {
            if (!ended.await(HOOK_SECONDS, TimeUnit.SECONDS)) {
                log.warn("The server has not stopped after {} s and is broken off", HOOK_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
