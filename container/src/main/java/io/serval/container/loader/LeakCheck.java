package io.serval.container.loader;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after an application has stopped what would keep its classes in memory: JDBC drivers, which it deregisters,
 * thread-local values and running threads, which it names. All of it goes into one warning that says what to change.
 * Stateless.
 */
public final class LeakCheck {
    private static final Logger log = LoggerFactory.getLogger(LeakCheck.class);

    private LeakCheck() {
    }

    /**
     * Cleans up and warns. The loader must not be closed yet, and the application must have stopped.
     *
     * @return what was found, one sentence each; empty if nothing was
     */
    public static List<String> run(WebAppClassLoader loader) {
        List<String> findings = new ArrayList<>();
        for (String driver : releaseDrivers(loader)) {
            findings.add("JDBC driver " + driver + " was registered and not deregistered; it has been deregistered "
                    + "now. Call DriverManager.deregisterDriver in contextDestroyed");
        }
        for (String thread : threads(loader)) {
            findings.add("thread " + thread + " is still running. End it in contextDestroyed: shut its executor or "
                    + "timer down and wait for it");
        }
        for (String value : ThreadLocals.of(loader)) {
            findings.add("thread-local value " + value + " was not removed. Call ThreadLocal.remove in finally where "
                    + "the request ends");
        }
        ResourceBundle.clearCache(loader);
        if (!findings.isEmpty()) {
            log.warn("The web application [{}] has stopped and left behind what keeps its classes in memory:\n    {}",
                    loader.contextPath().isEmpty() ? "/" : loader.contextPath(), String.join("\n    ", findings));
        }
        return findings;
    }

    private static List<String> releaseDrivers(WebAppClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        // The first look at the drivers loads all that services of the context loader name: let those be none.
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try (InputStream content = LeakCheck.class.getResourceAsStream("DriverRelease.class")) {
            Class<?> inside = loader.defineServerClass(DriverRelease.class.getName(), content.readAllBytes());
            Supplier<?> release = (Supplier<?>) inside.getDeclaredConstructor().newInstance();
            return ((List<?>) release.get()).stream().map(String::valueOf).toList();
        } catch (IOException | ReflectiveOperationException | LinkageError failure) {
            log.debug("JDBC drivers of [{}] cannot be looked for", loader.contextPath(), failure);
            return List.of();
        } finally {
            thread.setContextClassLoader(outer);
        }
    }

    private static TreeSet<String> threads(WebAppClassLoader loader) {
        TreeSet<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread != Thread.currentThread() && thread.isAlive() && usesLoader(thread, loader)) {
                names.add('"' + thread.getName() + '"' + doing(thread));
            }
        }
        return names;
    }

    private static boolean usesLoader(Thread thread, ClassLoader loader) {
        ClassLoader own = thread.getClass().getClassLoader();
        for (ClassLoader each = thread.getContextClassLoader(); each != null; each = each.getParent()) {
            if (each == loader) {
                return true;
            }
        }
        return own == loader;
    }

    private static String doing(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? "" : " (at " + stack[0].getClassName() + '.' + stack[0].getMethodName() + ')';
    }
}
