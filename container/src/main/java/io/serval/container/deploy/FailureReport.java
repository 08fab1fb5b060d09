package io.serval.container.deploy;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import io.serval.container.config.ConfigException;
import io.serval.container.descriptor.DeploymentException;

/** Says in one block why an application did not start: what failed, why in the end, and where. Stateless. */
final class FailureReport {
    private static final int MAX_FRAMES = 6;

    private FailureReport() {
    }

    /** @param consequence what holds now, such as that the path answers 503 */
    static String of(String what, String consequence, Throwable cause) {
        StringBuilder report = new StringBuilder(256).append(what).append(" has failed; ").append(consequence);
        Throwable root = root(cause);
        if (isMistake(cause)) {
            return report.append("\n    ").append(cause.getMessage()).toString();
        }
        report.append("\n    cause: ").append(cause);
        if (root != cause) {
            report.append("\n    root cause: ").append(root);
        }
        return report.append(frames(root)).toString();
    }

    /** A mistake in a file is told by its message; where our own code found it helps nobody. */
    private static boolean isMistake(Throwable cause) {
        return cause instanceof DeploymentException && cause.getCause() == null || cause instanceof ConfigException;
    }

    private static Throwable root(Throwable cause) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable root = cause;
        while (root.getCause() != null && seen.add(root)) {
            root = root.getCause();
        }
        return root;
    }

    private static String frames(Throwable root) {
        StringBuilder frames = new StringBuilder();
        StackTraceElement[] trace = root.getStackTrace();
        for (int i = 0; i < Math.min(MAX_FRAMES, trace.length); i++) {
            frames.append("\n        at ").append(trace[i]);
        }
        return trace.length > MAX_FRAMES ? frames.append("\n        … (all of it at level debug)").toString()
                : frames.toString();
    }
}
