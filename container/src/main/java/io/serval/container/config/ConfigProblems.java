package io.serval.container.config;

import java.util.ArrayList;
import java.util.List;

import io.serval.container.config.ConfigProblem.Severity;
import io.serval.container.descriptor.SourceLocation;

/** Collects what readers find, so that an administrator sees all of it at once. For one thread. */
public final class ConfigProblems {
    private final List<ConfigProblem> found = new ArrayList<>();

    /** Nothing found yet. */
    public ConfigProblems() {
    }

    /** Something that will not do what its author hoped for; the start goes on unless the configuration is strict. */
    public void warn(SourceLocation location, String message) {
        found.add(new ConfigProblem(Severity.WARNING, location, message));
    }

    /** Something that cannot be started with. */
    public void error(SourceLocation location, String message) {
        found.add(new ConfigProblem(Severity.ERROR, location, message));
    }

    /** All of one severity, in the order of discovery. */
    public List<ConfigProblem> all(Severity severity) {
        return found.stream().filter(each -> each.severity() == severity).toList();
    }

    public List<ConfigProblem> warnings() {
        return all(Severity.WARNING);
    }

    /** @throws ConfigException naming every error, and when {@code strict} every warning, if there is any */
    public void throwIfFailed(boolean strict) {
        List<ConfigProblem> fatal = strict ? List.copyOf(found) : all(Severity.ERROR);
        if (!fatal.isEmpty()) {
            throw new ConfigException(fatal);
        }
    }
}
