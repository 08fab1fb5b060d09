package io.serval.container.deploy.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

import io.serval.container.resource.WebResource;
import io.serval.container.resource.WebResources;

/** A place with classes: {@code WEB-INF/classes}, or a jar. For one thread. */
public interface ClassUnit {
    /** The label of the application's own classes. */
    String OWN_CLASSES = "WEB-INF/classes";

    /** What messages call it; a jar by its file name. */
    String label();

    /** Shows every class file in it. */
    void forEach(Visitor visitor) throws IOException;

    /** Sees class files. */
    interface Visitor {
        void see(String file, InputStream content) throws IOException;
    }

    /** {@code WEB-INF/classes}. */
    static ClassUnit classesOf(WebResources resources) {
        return new ClassUnit() {
            @Override public String label() {
                return OWN_CLASSES;
            }

            @Override public void forEach(Visitor visitor) throws IOException {
                visit("/WEB-INF/classes/", visitor);
            }

            private void visit(String directory, Visitor visitor) throws IOException {
                for (String path : resources.list(directory)) {
                    if (path.endsWith("/")) {
                        visit(path, visitor);
                    } else if (isClass(path)) {
                        WebResource file = resources.get(path);
                        try (InputStream content = file.open()) {
                            visitor.see(path, content);
                        }
                    }
                }
            }
        };
    }

    /** A jar, as the running Java sees it if it has several versions of a class. */
    static ClassUnit jar(String name, Path file) {
        return new ClassUnit() {
            @Override public String label() {
                return name;
            }

            @Override public void forEach(Visitor visitor) throws IOException {
                try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
                    Iterator<JarEntry> entries = jar.versionedStream().iterator();
                    while (entries.hasNext()) {
                        JarEntry entry = entries.next();
                        if (isClass(entry.getName())) {
                            try (InputStream content = jar.getInputStream(entry)) {
                                visitor.see(entry.getName(), content);
                            }
                        }
                    }
                }
            }
        };
    }

    private static boolean isClass(String path) {
        return path.endsWith(".class") && !path.endsWith("module-info.class") && !path.endsWith("package-info.class");
    }
}
