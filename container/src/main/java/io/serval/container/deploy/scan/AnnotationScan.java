package io.serval.container.deploy.scan;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import io.serval.container.deploy.xml.Findings;
import io.serval.container.descriptor.DeploymentException;
import io.serval.container.descriptor.SourceLocation;

/**
 * Reads the class files of an application. A class file that is too new or damaged is left out; each unit gets one
 * warning about those. For one deployment, one thread.
 */
public final class AnnotationScan {
    private final Findings findings;
    private final JavaxCheck javax;

    /** @param findings told of class files that cannot be read */
    public AnnotationScan(Findings findings, JavaxCheck javax) {
        this.findings = findings;
        this.javax = javax;
    }

    /**
     * @param units  what to scan, in the order of the class loader
     * @param loader of the application, for classes beyond them
     * @throws DeploymentException if a unit cannot be read
     */
    public ClassIndex scan(List<ClassUnit> units, ClassLoader loader) {
        ClassIndex index = new ClassIndex(loader);
        for (ClassUnit unit : units) {
            scan(unit, index);
        }
        return index;
    }

    private void scan(ClassUnit unit, ClassIndex index) {
        Unreadable unreadable = new Unreadable();
        try {
            unit.forEach((file, content) -> scan(unit, file, content, index, unreadable));
        } catch (IOException broken) {
            throw new DeploymentException(place(unit), "cannot be read: " + broken.getMessage(), broken);
        }
        if (unreadable.count > 0) {
            findings.warn(place(unit), unreadable.count + " class file(s) cannot be searched for annotations, the "
                    + "first is " + unreadable.first + ": " + unreadable.reason);
        }
    }

    private void scan(ClassUnit unit, String file, InputStream content, ClassIndex index, Unreadable unreadable)
            throws IOException {
        try {
            ClassFacts facts = ClassFactsReader.read(content.readAllBytes());
            javax.look(unit.label(), facts);
            index.add(unit.label(), facts);
        } catch (IllegalArgumentException unknown) {
            unreadable.note(file, unknown.getMessage());
        }
    }

    private static SourceLocation place(ClassUnit unit) {
        return new SourceLocation(unit.label(), 0, 0);
    }

    private static final class Unreadable {
        private int count;
        private String first;
        private String reason;

        void note(String file, String why) {
            if (count++ == 0) {
                first = file;
                reason = why;
            }
        }
    }
}
