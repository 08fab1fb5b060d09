package io.serval.container.deploy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.serval.container.config.ContextSettings;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.loader.LeakCheck;
import io.serval.container.loader.WebAppClassLoader;
import io.serval.container.resource.WebResources;
import io.serval.container.servlet.Initializer;

/**
 * An application with all it needs to be started. Whoever started it closes this after it has stopped.
 *
 * @param name                path and version
 * @param settings            what the administrator says
 * @param descriptor          what the application declares, merged
 * @param loader              finds its classes
 * @param resources           its files
 * @param tempDirectory       its directory for temporary files
 * @param initializers        in the order of their calls
 * @param overridableServlets names of the server's default servlets, whose mappings give way to the application's
 */
public record AssembledApp(ContextName name, ContextSettings settings, WebAppDescriptor descriptor, ClassLoader loader,
                           WebResources resources, TempDirectory tempDirectory, List<Initializer> initializers,
                           Set<String> overridableServlets) implements Closeable {
    public AssembledApp {
        initializers = List.copyOf(initializers);
        overridableServlets = Set.copyOf(overridableServlets);
    }

    /**
     * Warns of what the stopped application left behind, gives back files and class loader, and removes the temporary
     * directory.
     */
    @Override public void close() throws IOException {
        try {
            if (loader instanceof WebAppClassLoader own) {
                LeakCheck.run(own);
                own.close();
            }
            resources.close();
        } finally {
            tempDirectory.remove();
        }
    }

    /** The temporary directory, made when it is first asked for. */
    public Path temporary() {
        return tempDirectory.get();
    }
}
