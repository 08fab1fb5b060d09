package io.serval.container.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.serval.connector.WorkerConfig.Threads;
import io.serval.container.xml.Element;

/**
 * Reads {@code conf/server.xml}: Tomcat's elements and attributes with Tomcat's names and defaults.
 *
 * <p>All findings of a file are reported together. What is not understood is a warning with the nearest valid name,
 * unless {@code strictConfig="true"} stands at the {@code Server}, which makes every warning an error. For one thread.
 */
public final class ServerXmlReader {
    private static final Duration GRACEFUL_STOP = Duration.ofSeconds(20);

    private final PropertySubstitution substitution;
    private final ConfigProblems problems;
    private final Binder parts;
    private final ConnectorBinder connectors;
    private final EngineBinder engines;
    private final NamingBinder naming;

    /**
     * @param base            what names of files in the configuration are relative to
     * @param contextDefaults what {@code Context} elements without a word say, from {@code conf/context.xml}
     * @param environment     variables such as {@code SERVAL_PORT} win over the first {@code Connector}
     * @param problems        gets the warnings
     */
    public ServerXmlReader(Path base, PropertySubstitution substitution, ContextSettings contextDefaults,
                           Map<String, String> environment, ConfigProblems problems) {
        this.substitution = substitution;
        this.problems = problems;
        this.parts = new Binder(problems);
        this.connectors = new ConnectorBinder(problems, base, new EnvironmentOverrides(environment));
        this.engines = new EngineBinder(problems, contextDefaults);
        this.naming = new NamingBinder(problems);
    }

    /** @throws ConfigException naming everything in the file that cannot be started with */
    public ServerConfig read(Path file) throws IOException {
        return read(file.toString(), Files.readAllBytes(file));
    }

    /** As {@link #read(Path)}, of a document in memory; {@code file} is its name in messages. */
    public ServerConfig read(String file, byte[] document) {
        Element root = new ConfigDocument(substitution, problems).read(file, document);
        if (!root.name().equals("Server")) {
            problems.error(root.location(), "the first element must be Server, was " + root.name());
            problems.throwIfFailed(true);
        }
        ServerConfig server = server(root);
        problems.throwIfFailed(server.strict());
        return server;
    }

    private ServerConfig server(Element element) {
        AttributeReader attributes = parts.attributes(element);
        int port = shutdownPort(attributes);
        int offset = attributes.number("portOffset", 0, 0, 65_535);
        boolean strict = attributes.flag("strictConfig", false);
        String address = attributes.text("address", "localhost");
        String shutdown = attributes.text("shutdown", "SHUTDOWN");
        attributes.accept(List.of("className", "debug", "utilityThreads", "utilityThreadsAsDaemon",
                "periodicEventDelay"));
        attributes.finish();
        List<ListenerConfig> listeners = new ArrayList<>();
        List<NamingConfig> resources = new ArrayList<>();
        List<ServiceConfig> services = new ArrayList<>();
        for (Element child : element.children()) {
            switch (child.name()) {
                case "Listener" -> Binder.addIfThere(listeners, parts.listener(child));
                case "GlobalNamingResources" -> globalResources(child, resources);
                case "Service" -> services.add(service(child, offset));
                default -> parts.unknownChild(element, child, List.of("Listener", "GlobalNamingResources", "Service"));
            }
        }
        if (services.isEmpty()) {
            problems.error(element.location(), "Server has no Service, so there is nothing to start");
        }
        return new ServerConfig(port < 0 ? port : port + offset, address, shutdown, strict, listeners, resources,
                services, element.location());
    }

    private int shutdownPort(AttributeReader attributes) {
        int port = attributes.number("port", 8005, -1, 65_535);
        return port == 0 ? -1 : port;
    }

    private void globalResources(Element element, List<NamingConfig> resources) {
        for (Element child : element.children()) {
            if (NamingBinder.KINDS.containsKey(child.name())) {
                resources.add(naming.bind(child));
            } else {
                parts.unknownChild(element, child, NamingBinder.KINDS.keySet());
            }
        }
    }

    private ServiceConfig service(Element element, int portOffset) {
        AttributeReader attributes = parts.attributes(element);
        String name = attributes.text("name", "Catalina");
        Duration graceful = attributes.millis("gracefulStopAwaitMillis", GRACEFUL_STOP);
        Duration drain = attributes.millis("drainDelayMillis", Duration.ZERO);
        attributes.accept(List.of("className", "debug"));
        attributes.finish();
        List<ExecutorConfig> executors = new ArrayList<>();
        List<ConnectorElement> open = new ArrayList<>();
        List<ListenerConfig> listeners = new ArrayList<>();
        EngineConfig engine = null;
        for (Element child : element.children()) {
            switch (child.name()) {
                case "Executor" -> executors.add(executor(child));
                case "Connector" -> connector(child, portOffset).ifPresent(open::add);
                case "Engine" -> engine = engines.bind(child);
                case "Listener" -> Binder.addIfThere(listeners, parts.listener(child));
                default -> parts.unknownChild(element, child, List.of("Executor", "Connector", "Engine", "Listener"));
            }
        }
        checkExecutors(open, executors);
        if (engine == null) {
            problems.error(element.location(), "Service " + name + " has no Engine");
        }
        return new ServiceConfig(name, graceful, drain, executors, open, engine, listeners, element.location());
    }

    private Optional<ConnectorElement> connector(Element element, int portOffset) {
        ConnectorElement bound = connectors.bind(element);
        if (bound == null || portOffset == 0 || bound.connector().port() == 0) {
            return Optional.ofNullable(bound);
        }
        int port = bound.connector().port() + portOffset;
        if (port > 65_535) {
            problems.error(bound.portLocation(), "port " + bound.connector().port() + " and portOffset " + portOffset
                    + " are together more than 65535");
            return Optional.of(bound);
        }
        return Optional.of(bound.withPort(port));
    }

    private ExecutorConfig executor(Element element) {
        AttributeReader attributes = parts.attributes(element);
        ExecutorConfig executor = new ExecutorConfig(attributes.required("name", "unnamed"),
                attributes.text("namePrefix", "serval-exec-"), connectors.workers(attributes, kind(element)),
                element.location());
        attributes.accept(List.of("className", "daemon", "threadPriority", "prestartminSpareThreads",
                "threadRenewalDelay"));
        attributes.finish();
        return executor;
    }

    private static Threads kind(Element executor) {
        String className = executor.attributes().containsKey("className") ? executor.attribute("className") : "";
        return className.endsWith("VirtualThreadExecutor") ? Threads.VIRTUAL : Threads.AUTO;
    }

    private void checkExecutors(List<ConnectorElement> connectors, List<ExecutorConfig> executors) {
        List<String> names = executors.stream().map(ExecutorConfig::name).toList();
        for (ConnectorElement each : connectors) {
            if (each.executor() != null && !names.contains(each.executor())) {
                problems.error(each.location(), "attribute executor of Connector names \"" + each.executor()
                        + "\", but the Executors of this Service are " + names);
            }
        }
    }
}
