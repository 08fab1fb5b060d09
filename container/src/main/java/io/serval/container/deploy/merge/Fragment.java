package io.serval.container.deploy.merge;

import java.util.List;

import io.serval.container.descriptor.SourceLocation;
import io.serval.container.xml.Element;

/**
 * A jar of {@code WEB-INF/lib}, with or without a {@code web-fragment.xml}: every one takes part in the ordering.
 *
 * @param jar        file name of the jar
 * @param descriptor the checked {@code web-fragment} element; without children if the jar has none
 */
public record Fragment(String jar, Element descriptor) {
    /** A jar without a {@code web-fragment.xml}. */
    public static Fragment plain(String jar) {
        return new Fragment(jar, Element.of("web-fragment", List.of(), new SourceLocation("WEB-INF/lib/" + jar, 0, 0)));
    }

    /** The name others may refer to, or {@code null}. */
    String name() {
        return descriptor.text("name");
    }

    /** What messages call it. */
    String label() {
        return name() == null ? jar : name() + " (" + jar + ')';
    }
}
