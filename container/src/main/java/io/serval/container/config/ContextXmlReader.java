package io.serval.container.config;

import io.serval.container.xml.Element;

/**
 * Reads files with one {@code Context} element: {@code conf/context.xml}, {@code conf/<engine>/<host>/x.xml} and
 * {@code META-INF/context.xml} of applications. What a file says is laid over defaults from a wider place. For one
 * thread.
 */
public final class ContextXmlReader {
    private final PropertySubstitution substitution;
    private final ConfigProblems problems;

    /** @param problems gets the warnings */
    public ContextXmlReader(PropertySubstitution substitution, ConfigProblems problems) {
        this.substitution = substitution;
        this.problems = problems;
    }

    /**
     * @param file     name of the document in messages
     * @param defaults what holds where the file says nothing
     * @throws ConfigException naming everything in the file that an application cannot be started with
     */
    public ContextSettings read(String file, byte[] document, ContextSettings defaults) {
        Element root = new ConfigDocument(substitution, problems).read(file, document);
        if (!root.name().equals("Context")) {
            problems.error(root.location(), "the first element must be Context, was " + root.name());
            problems.throwIfFailed(false);
        }
        ContextSettings settings = new ContextBinder(problems).bind(root, defaults);
        problems.throwIfFailed(false);
        return settings;
    }
}
