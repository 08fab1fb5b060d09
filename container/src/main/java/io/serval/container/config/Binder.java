package io.serval.container.config;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.serval.container.config.KnownClassNames.Answer;
import io.serval.container.config.KnownClassNames.Translation;
import io.serval.container.xml.Element;

/**
 * Makes records of elements that occur in several places, and reports what no reader knows. Base of the readers of
 * single elements; for one thread.
 */
class Binder {
    final ConfigProblems problems;

    Binder(ConfigProblems problems) {
        this.problems = problems;
    }

    final AttributeReader attributes(Element element) {
        return new AttributeReader(element, problems);
    }

    /** Reports a child that its parent does not know. */
    final void unknownChild(Element parent, Element child, Collection<String> valid) {
        problems.warn(child.location(), "unknown element " + child.name() + " in " + parent.name()
                + AttributeReader.suggestion(child.name(), valid));
    }

    /** Reports a child that Tomcat knows and Serval does not follow yet. */
    final void laterChild(Element child) {
        problems.warn(child.location(), "element " + child.name() + className(child)
                + " is not supported yet and has no effect");
    }

    private static String className(Element element) {
        return element.attribute("className") == null ? "" : " " + element.attribute("className");
    }

    /** A record of a {@code Valve}, or {@code null} if nothing is to be done for it. */
    final ValveConfig valve(Element element) {
        AttributeReader attributes = attributes(element);
        String className = ours(element, attributes);
        return className == null ? null : new ValveConfig(className, attributes.rest(), element.location());
    }

    /** A record of a {@code Listener}, or {@code null} if nothing is to be done for it. */
    final ListenerConfig listener(Element element) {
        AttributeReader attributes = attributes(element);
        String className = ours(element, attributes);
        return className == null ? null : new ListenerConfig(className, attributes.rest(), element.location());
    }

    /** A record of a {@code Realm} and those in it, or {@code null} if nothing is to be done for it. */
    final RealmConfig realm(Element element) {
        AttributeReader attributes = attributes(element);
        String className = ours(element, attributes);
        Set<RealmConfig> nested = new LinkedHashSet<>();
        CredentialConfig credential = null;
        for (Element child : element.children()) {
            switch (child.name()) {
                case "Realm" -> addIfThere(nested, realm(child));
                case "CredentialHandler" -> credential = credential(child);
                default -> unknownChild(element, child, List.of("Realm", "CredentialHandler"));
            }
        }
        return className == null ? null : new RealmConfig(className, attributes.rest(), List.copyOf(nested),
                credential, element.location());
    }

    private CredentialConfig credential(Element element) {
        AttributeReader attributes = attributes(element);
        String className = ours(element, attributes);
        Set<CredentialConfig> nested = new LinkedHashSet<>();
        for (Element child : element.children()) {
            if (child.name().equals("CredentialHandler")) {
                addIfThere(nested, credential(child));
            } else {
                unknownChild(element, child, List.of("CredentialHandler"));
            }
        }
        return className == null ? null : new CredentialConfig(className, attributes.rest(), List.copyOf(nested),
                element.location());
    }

    /** The class that does what the element names, or {@code null} if none is to be loaded. */
    private String ours(Element element, AttributeReader attributes) {
        String named = attributes.required("className", "");
        Translation translation = KnownClassNames.translate(named);
        if (translation.answer() == Answer.NOT_YET) {
            problems.warn(element.locationOf("className"), element.name() + ' ' + named
                    + " is not supported yet and has no effect");
        }
        boolean load = translation.answer() == Answer.EQUAL || translation.answer() == Answer.FOREIGN;
        return load && !named.isEmpty() ? translation.className() : null;
    }

    /**
     * A class named for a part that Serval has one of: fine if it is Tomcat's standard, else said to have no effect.
     */
    final void checkClass(Element element, AttributeReader attributes) {
        String className = attributes.text("className", "");
        boolean standard = className.isEmpty()
                || KnownClassNames.translate(className).answer() == Answer.BUILT_IN;
        if (!standard) {
            problems.warn(element.locationOf("className"), element.name() + ' ' + className
                    + " is not supported and the built-in one is used");
        }
    }

    static <T> void addIfThere(Collection<T> list, T value) {
        if (value != null) {
            list.add(value);
        }
    }
}
