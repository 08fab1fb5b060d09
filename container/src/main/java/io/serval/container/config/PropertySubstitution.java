package io.serval.container.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Replaces {@code ${name}} and {@code ${name:-otherwise}} in attribute values. {@code ${env.NAME}} is an environment
 * variable, or the content of the file that {@code NAME_FILE} names; {@code $$} before a brace keeps the rest as it is
 * written. Values may name further properties, to a depth
 * of 16. Immutable.
 */
public final class PropertySubstitution {
    private static final int MAX_DEPTH = 16;
    private static final String ENVIRONMENT = "env.";

    private final UnaryOperator<String> properties;

    /** @param properties gives the value of a property, or {@code null} if it has none */
    public PropertySubstitution(UnaryOperator<String> properties) {
        this.properties = properties;
    }

    /** Looks into {@code own} first, then at {@code env.…} names, then at the properties of the JVM. */
    public static PropertySubstitution of(Map<String, String> own, Map<String, String> environment) {
        return new PropertySubstitution(name -> {
            if (own.containsKey(name)) {
                return own.get(name);
            }
            return name.startsWith(ENVIRONMENT) ? variable(name.substring(ENVIRONMENT.length()), environment)
                    : System.getProperty(name);
        });
    }

    /** A variable, or the text of the file that a variable of its name and {@code _FILE} names: a secret. */
    private static String variable(String name, Map<String, String> environment) {
        String file = environment.get(name + "_FILE");
        if (environment.containsKey(name) || file == null) {
            return environment.get(name);
        }
        try {
            return Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("the file that " + name + "_FILE names cannot be read: " + e, e);
        }
    }

    /**
     * @param unresolved is told of each name without value and without otherwise; it stays as it was written
     * @throws IllegalArgumentException if values name each other without end
     */
    public String substitute(String text, Consumer<String> unresolved) {
        return substitute(text, unresolved, 0);
    }

    private String substitute(String text, Consumer<String> unresolved, int depth) {
        if (text.indexOf("${") < 0) {
            return text;
        }
        if (depth == MAX_DEPTH) {
            throw new IllegalArgumentException("properties name each other without end: " + text);
        }
        StringBuilder out = new StringBuilder(text.length() + 32);
        int at = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", at)) {
            int end = closingBrace(text, start + 2);
            if (end < 0) {
                break;
            }
            if (start > at && text.charAt(start - 1) == '$') {
                out.append(text, at, start - 1).append(text, start, end + 1);
            } else {
                out.append(text, at, start).append(value(text.substring(start + 2, end), unresolved, depth));
            }
            at = end + 1;
        }
        return out.append(text, at, text.length()).toString();
    }

    private static int closingBrace(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                open++;
            } else if (text.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        return -1;
    }

    private String value(String expression, Consumer<String> unresolved, int depth) {
        int otherwise = expression.indexOf(":-");
        String name = otherwise < 0 ? expression : expression.substring(0, otherwise);
        String value = properties.apply(name);
        if (value == null && otherwise < 0) {
            unresolved.accept(name);
            return "${" + expression + '}';
        }
        return substitute(value != null ? value : expression.substring(otherwise + 2), unresolved, depth + 1);
    }
}
