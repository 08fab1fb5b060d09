package io.serval.container.servlet;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.servlet.ServletContext;

import io.serval.container.config.ContextSettings;
import io.serval.container.descriptor.WebAppDescriptor;
import io.serval.container.resource.WebResources;
import io.serval.container.session.SessionSettings;
import io.serval.container.spi.ObjectFactory;

/**
 * What a servlet context is made of. Immutable.
 *
 * @param path                empty for the root, else with a leading and without a trailing slash
 * @param version             of a parallel deployment, empty for none
 * @param hostName            name of the virtual host
 * @param descriptor          what the application declares
 * @param settings            what the administrator says
 * @param loader              of the application
 * @param resources           its files
 * @param tempDirectory       made when it is first asked for
 * @param mimeTypes           extension without dot to type, or {@code null}; asked after the descriptor
 * @param neighbours          context path to the context of another application of the host, or {@code null}
 * @param objects             makes servlets, filters and listeners
 * @param sessions            how sessions are kept
 * @param errorReport         tells clients of errors where the application has no page of its own
 * @param executor            runs the tasks of {@code AsyncContext.start}
 * @param overridableServlets names of servlets whose mappings give way to those of the application
 */
public record ContextFacts(String path, String version, String hostName, WebAppDescriptor descriptor,
                           ContextSettings settings, ClassLoader loader, WebResources resources,
                           Supplier<Path> tempDirectory, Function<String, String> mimeTypes,
                           Function<String, ServletContext> neighbours, ObjectFactory objects,
                           SessionSettings sessions, ErrorReport errorReport, Executor executor,
                           Set<String> overridableServlets) {
    public ContextFacts {
        if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "a context path is empty, or starts with / and does not end with it; was \"" + path + '"');
        }
        overridableServlets = Set.copyOf(overridableServlets);
    }
}
