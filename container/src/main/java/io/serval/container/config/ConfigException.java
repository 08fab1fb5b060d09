package io.serval.container.config;

import java.util.List;
import java.util.stream.Collectors;

import io.serval.container.config.ConfigProblem.Severity;
import io.serval.container.descriptor.SourceLocation;

/** A configuration that cannot be started with. The message has a line for each finding. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<ConfigProblem> problems;

    public ConfigException(List<ConfigProblem> problems) {
        this(problems, null);
    }

    private ConfigException(List<ConfigProblem> problems, Throwable cause) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    static ConfigException at(SourceLocation location, String message, Throwable cause) {
        return new ConfigException(List.of(new ConfigProblem(Severity.ERROR, location, message)), cause);
    }

    /** What was found, at least one. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
