package io.serval.container.deploy.xml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.serval.container.xml.Element;

/**
 * Which elements a descriptor may have: the table in {@code web-app.grammar}, whose head explains the notation.
 * Immutable; safe for any thread.
 */
public final class Grammar {
    private static final Pattern CHILD = Pattern.compile("([a-z-]+)(?::([a-z-]+))?([?*+]?)(?:([@~])(\\S+))?");

    /** The grammar of {@code web.xml} and {@code web-fragment.xml}. */
    public static final Grammar WEB_APP = load("web-app.grammar");

    private final Map<String, Map<String, Child>> types;

    private Grammar(Map<String, Map<String, Child>> types) {
        this.types = types;
    }

    /** How often a child may appear in its parent. */
    public enum Count { ONE, OPTIONAL, ANY, SOME }

    /** What two children with the same key mean. */
    public enum Repeat { ADD, REFUSE, LATER_HOLDS }

    /**
     * A child that an element may have.
     *
     * @param name   of the child
     * @param type   of its content
     * @param count  how often
     * @param repeat what repetition means
     * @param keys   the children of it that make its key: the first that is there counts; empty without a key
     */
    public record Child(String name, String type, Count count, Repeat repeat, List<String> keys) {
        /** Whether there is one of it at most. */
        public boolean single() {
            return count == Count.ONE || count == Count.OPTIONAL;
        }

        /** The text that names one of several; empty if the child that should hold it is missing. */
        public String keyOf(Element element) {
            for (String key : keys) {
                if (element.has(key)) {
                    return element.text(key);
                }
            }
            return "";
        }
    }

    /** The children that elements of a type may have, by name; {@code null} for a type that holds text. */
    public Map<String, Child> children(String type) {
        return types.get(type);
    }

    private static Grammar load(String resource) {
        try (InputStream in = Grammar.class.getResourceAsStream(resource)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Grammar parse(String table) {
        Map<String, Map<String, Child>> types = new HashMap<>();
        String definitions = table.replaceAll("(?m)^#.*$", "");
        for (String definition : definitions.split("\\n(?=[a-z])")) {
            if (!definition.isBlank()) {
                int equals = definition.indexOf('=');
                String children = definition.substring(equals + 1).trim();
                types.put(definition.substring(0, equals).trim(), childRules(children, types));
            }
        }
        return new Grammar(types);
    }

    private static Map<String, Child> childRules(String definition, Map<String, Map<String, Child>> types) {
        Map<String, Child> children = new LinkedHashMap<>();
        for (String each : definition.split("\\s+")) {
            if (each.startsWith("&")) {
                children.putAll(types.get(each.substring(1)));
                continue;
            }
            Matcher parts = CHILD.matcher(each);
            if (!parts.matches()) {
                throw new IllegalStateException("not a child: " + each);
            }
            children.put(parts.group(1), child(parts));
        }
        return children;
    }

    private static Child child(Matcher parts) {
        String name = parts.group(1);
        Repeat repeat = parts.group(4) == null ? Repeat.ADD
                : parts.group(4).equals("@") ? Repeat.REFUSE : Repeat.LATER_HOLDS;
        List<String> keys = parts.group(5) == null ? List.of() : List.of(parts.group(5).split("\\|"));
        return new Child(name, parts.group(2) == null ? name : parts.group(2), count(parts.group(3)), repeat, keys);
    }

    private static Count count(String sign) {
        return switch (sign) {
            case "?" -> Count.OPTIONAL;
            case "*" -> Count.ANY;
            case "+" -> Count.SOME;
            default -> Count.ONE;
        };
    }
}
