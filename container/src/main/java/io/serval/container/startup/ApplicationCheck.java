package io.serval.container.startup;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.serval.container.deploy.WebAppAssembler.Surroundings;
import io.serval.container.deploy.WebAppCheck;
import io.serval.container.loader.SharedApi;

/**
 * Looks an application over without starting it, with the libraries of a base, and prints what was found.
 *
 * @param places whose libraries it sees
 * @param out    for the findings
 */
record ApplicationCheck(HomeAndBase places, PrintStream out) {
    /** @return whether nothing keeps the application from starting */
    boolean check(Path application) throws IOException {
        if (!Files.exists(application)) {
            throw new StartException(application + " does not exist");
        }
        ClassLoader server = getClass().getClassLoader();
        SharedApi api = new SharedApi(server);
        Path work = Files.createTempDirectory("serval-check");
        try (URLClassLoader libraries = new URLClassLoader("shared-libraries", urls(), api)) {
            Surroundings surroundings = new Surroundings(server, api, libraries, null, work, places.base());
            return report(application, new WebAppCheck(surroundings).check(application));
        } finally {
            Files.deleteIfExists(work);
        }
    }

    private URL[] urls() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : places.sharedLibraries()) {
            urls.add(jar.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private boolean report(Path application, WebAppCheck.Report report) {
        report.warnings().forEach(each -> out.println("warning: " + each));
        report.errors().forEach(each -> out.println("error: " + each));
        boolean fits = report.errors().isEmpty();
        out.println(application + (fits ? " can be deployed" : " cannot be deployed as it is"));
        return fits;
    }
}
