package io.serval.container.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;

import io.serval.container.config.ConfigException;
import io.serval.container.config.ContextSettings;
import io.serval.container.deploy.WebAppAssembler.Surroundings;
import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.FilterDeclaration;
import io.serval.container.descriptor.ListenerDeclaration;
import io.serval.container.descriptor.ServletDeclaration;
import io.serval.container.descriptor.SourceLocation;

/**
 * Looks an application over without starting it: everything deployment does short of running its code, and that the
 * classes it declares are there. Called by the command line. Stateless.
 */
public final class WebAppCheck {
    private final Surroundings surroundings;

    public WebAppCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * What was found.
     *
     * @param errors   what keeps the application from starting, one sentence each
     * @param warnings what is odd
     */
    public record Report(List<String> errors, List<String> warnings) {
        public Report {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** @param docBase a WAR or directory; a WAR is read without unpacking it */
    public Report check(Path docBase) throws IOException {
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        WebAppAssembler assembler = new WebAppAssembler(surroundings, (where, what) -> warnings.add(text(where, what)));
        ContextName name = ContextName.ofFile(docBase.getFileName().toString());
        try (AssembledApp app = assembler.assemble(source(name, docBase))) {
            checkClasses(app, errors);
        } catch (DeploymentException | ConfigException mistake) {
            errors.add(mistake.getMessage());
        } catch (IOException unreadable) {
            errors.add(docBase + " cannot be read: " + unreadable.getMessage());
        }
        return new Report(errors, warnings);
    }

    private static WebAppSource source(ContextName name, Path docBase) throws IOException {
        ContextSettings settings = new ContextFiles(null, ContextFiles.NO_SUBSTITUTION)
                .readInside(docBase);
        return new WebAppSource(name, docBase, docBase, settings);
    }

    private static void checkClasses(AssembledApp app, List<String> errors) {
        for (ServletDeclaration each : app.descriptor().servlets()) {
            check(app, each.className(), Servlet.class, each.location(), errors);
        }
        for (FilterDeclaration each : app.descriptor().filters()) {
            check(app, each.className(), Filter.class, each.location(), errors);
        }
        for (ListenerDeclaration each : app.descriptor().listeners()) {
            check(app, each.className(), EventListener.class, each.location(), errors);
        }
    }

    private static void check(AssembledApp app, String className, Class<?> kind, SourceLocation where,
                              List<String> errors) {
        if (className == null) {
            return;
        }
        try {
            Class<?> type = Class.forName(className, false, app.loader());
            if (!kind.isAssignableFrom(type)) {
                errors.add(text(where, "class " + className + " is no " + kind.getName()));
            }
        } catch (ClassNotFoundException missing) {
            errors.add(text(where, "class " + className
                    + " is neither in WEB-INF/classes nor in a jar of WEB-INF/lib"));
        } catch (LinkageError broken) {
            errors.add(text(where, "class " + className + " cannot be loaded: " + broken));
        }
    }

    private static String text(SourceLocation where, String what) {
        return where.file().isEmpty() ? what : where + ": " + what;
    }
}
