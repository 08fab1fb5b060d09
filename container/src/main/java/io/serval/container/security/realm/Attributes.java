package io.serval.container.security.realm;

import java.util.Map;

/** Reads attributes of realms and credential handlers. */
final class Attributes {
    private Attributes() {
    }

    /** @throws IllegalArgumentException if the attribute is there and no number */
    static int number(Map<String, String> attributes, String name, int otherwise) {
        String text = attributes.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, was \"" + text + '"', e);
        }
    }
}
