package io.serval.container.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import jakarta.servlet.ServletContainerInitializer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.config.ScanSettings;
import io.serval.container.deploy.merge.DefaultsLayer;
import io.serval.container.deploy.scan.HandledTypes;
import io.serval.container.deploy.xml.Findings;
import io.serval.container.deploy.xml.WebXmlReader;
import io.serval.container.descriptor.SourceLocation;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.loader.ResourcelessClassLoader;
import io.serval.container.loader.SharedApi;
import io.serval.container.loader.WebAppClassLoader;
import io.serval.container.resource.WebResources;
import io.serval.container.servlet.Initializer;
import io.serval.container.xml.Element;

/**
 * Turns files and settings into an application that can be started: resources, class loader, descriptor, initializers.
 * Safe for any thread.
 */
public final class WebAppAssembler {
    private static final Logger log = LoggerFactory.getLogger(WebAppAssembler.class);
    /** The server's libraries may bring initializers of their own, as logback does; those are not for applications. */
    private static final String SERVER_PACKAGES = "io.serval.";
    private static final Findings LOG = (where, what) ->
            log.warn("{}{}", where.file().isEmpty() ? "" : where + ": ", what);

    private final Surroundings surroundings;
    private final Findings findings;
    private final Renewed<Element> defaults;
    private final Set<Path> inUse = ConcurrentHashMap.newKeySet();

    /**
     * What all applications of a server or host share.
     *
     * @param server      loader of the server's own classes and its initializers
     * @param api         what of them applications may see
     * @param parent      parent of their loaders: {@code api}, or a loader below it with libraries for all
     * @param defaultsXml the server's {@code conf/web.xml}, or {@code null} for none
     * @param workDir     for temporary files, one directory for each application
     * @param base        what names of files in the settings of an application are relative to
     */
    public record Surroundings(ClassLoader server, SharedApi api, ClassLoader parent, Path defaultsXml, Path workDir,
                               Path base) {
    }

    /**
     * What an embedding program adds.
     *
     * @param parent    whose classes are those of the application, or {@code null} if it has classes of its own
     * @param resources further roots of resources
     */
    public record Embedding(ClassLoader parent, List<URL> resources) {
        public Embedding {
            resources = List.copyOf(resources);
        }
    }

    /**
     * An assembler that logs what is odd in an application.
     *
     * @throws IOException if the defaults cannot be read
     * @throws io.serval.container.descriptor.DeploymentException if they are not valid
     */
    public WebAppAssembler(Surroundings surroundings) throws IOException {
        this(surroundings, LOG);
    }

    /** @param findings told of what is odd in an application and does not hinder it */
    public WebAppAssembler(Surroundings surroundings, Findings findings) throws IOException {
        this.surroundings = surroundings;
        this.findings = findings;
        this.defaults = new Renewed<>(surroundings.defaultsXml(), this::readDefaults);
        defaults.get();
    }

    /** @return {@code null} if there are none */
    private Element readDefaults() throws IOException {
        Path file = surroundings.defaultsXml();
        if (file == null) {
            return null;
        }
        try (InputStream content = Files.newInputStream(file)) {
            return new WebXmlReader(findings).readWebApp(file.toString(), content);
        }
    }

    /**
     * Assembles an application that has its own classes.
     *
     * @throws IOException if its files cannot be read
     * @throws io.serval.container.descriptor.DeploymentException if it is not declared as it should be
     */
    public AssembledApp assemble(WebAppSource source) throws IOException {
        return new Assembly(source, null).run();
    }

    /** Assembles an application that the embedding program adds something to. */
    public AssembledApp assemble(WebAppSource source, Embedding embedding) throws IOException {
        return new Assembly(source, embedding).run();
    }

    /** One run of the assembler. What was opened is closed again if it fails. */
    private final class Assembly {
        private final WebAppSource source;
        private final Embedding embedding;
        private final ContextSettings settings;
        private final ScanSettings scan;
        private final TempDirectory temporary;
        private final ApplicationFiles files;
        private WebResources resources;
        private ClassLoader loader;

        Assembly(WebAppSource source, Embedding embedding) {
            this.source = source;
            this.embedding = embedding;
            this.settings = source.settings();
            this.scan = settings.scan();
            this.temporary = new TempDirectory(settings.workDir() == null
                    ? surroundings.workDir().resolve(source.name().baseName())
                    : surroundings.base().resolve(settings.workDir()), inUse);
            this.files = new ApplicationFiles(source.docBase(), settings.resources(),
                    embedding == null ? List.of() : embedding.resources(), surroundings.base());
        }

        AssembledApp run() throws IOException {
            try {
                return assemble();
            } catch (IOException | RuntimeException | Error failure) {
                closeAfter(failure);
                throw failure;
            }
        }

        private AssembledApp assemble() throws IOException {
            resources = files.open(null);
            List<Library> libraries = Library.of(resources, temporary);
            DescriptorAssembly descriptors = new DescriptorAssembly(scan, findings);
            descriptors.read(resources, libraries);
            if (descriptors.orderedLibs() != null) {
                resources.close();
                resources = files.open(descriptors.orderedLibs());
            }
            loader = loader(libraries);
            List<ServletContainerInitializer> found = initializers(descriptors);
            boolean handles = found.stream().anyMatch(each -> !HandledTypes.askedForBy(each.getClass()).isEmpty());
            descriptors.scan(resources, handles, loader);
            Element below = defaults.get();
            WebAppDescriptor descriptor = descriptors.merge(below);
            warnOfOtherPath(descriptor.defaultContextPath());
            if (settings.is(ContextSwitch.LOG_EFFECTIVE_WEB_XML)) {
                log.info("The deployment descriptor of [{}] with all that was merged into it is:\n{}", source.name(),
                        descriptors.effectiveXml());
            }
            List<Initializer> initializers = withTypes(found, new HandledTypes(descriptors.index()));
            return new AssembledApp(source.name(), settings, descriptor, loader, resources, temporary, initializers,
                    below == null ? Set.of() : DefaultsLayer.mappedServlets(below));
        }

        /** The name of a file, or who deploys it, decides; a default is for where neither does (§14). */
        private void warnOfOtherPath(String said) {
            String path = source.name().path().isEmpty() ? "/" : source.name().path();
            if (said != null && !said.equals(path)) {
                findings.warn(new SourceLocation("WEB-INF/web.xml", 0, 0), "<default-context-path> is " + said
                        + ", but the application is deployed at " + path + "; name the file, or the path of its"
                        + " Context, as it should be");
            }
        }

        private ClassLoader loader(List<Library> libraries) throws IOException {
            String path = source.name().path();
            if (embedding != null && embedding.parent() != null) {
                return new ResourcelessClassLoader(path, embedding.parent());
            }
            return new WebAppClassLoader.Builder(path, resources, libraries.stream().map(Library::file).toList(),
                    surroundings.api(), surroundings.parent(), settings.loader().delegate()).build();
        }

        private List<ServletContainerInitializer> initializers(DescriptorAssembly descriptors) throws IOException {
            if (!scan.initializers()) {
                return List.of();
            }
            Predicate<String> wanted = scan.containerSciFilter() == null ? name -> true
                    : Pattern.compile(scan.containerSciFilter()).asPredicate().negate();
            Initializers visible = new Initializers();
            visible.addVisible(surroundings.server(), wanted.and(name -> name.startsWith(SERVER_PACKAGES)));
            if (surroundings.parent() != surroundings.api()) {
                visible.addVisible(surroundings.parent(), wanted);
            }
            Initializers own = new Initializers();
            own.addOwn(resources, descriptors.included(), loader);
            return visible.before(own);
        }

        private List<Initializer> withTypes(List<ServletContainerInitializer> found, HandledTypes handled) {
            List<Initializer> initializers = new ArrayList<>();
            for (ServletContainerInitializer each : found) {
                List<String> asked = HandledTypes.askedForBy(each.getClass());
                initializers.add(new Initializer(each,
                        asked.isEmpty() ? null : Initializers.load(handled.find(asked), loader)));
            }
            return initializers;
        }

        private void closeAfter(Throwable failure) {
            try {
                if (loader instanceof WebAppClassLoader own) {
                    own.close();
                }
                if (resources != null) {
                    resources.close();
                }
                temporary.remove();
            } catch (IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
        }
    }
}
