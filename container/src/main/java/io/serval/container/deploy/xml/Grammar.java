package io.serval.container.deploy.xml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

import io.serval.container.xml.Element;

/**
 * Which elements a descriptor may have: the table in {@code web-app.grammar}, whose head explains the notation.
 * Immutable; safe for any thread.
 */
public final class Grammar {
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
        Map<String, Child> children = new LinkedHashMap<>();
        for (StringTokenizer lines = new StringTokenizer(table, "\r\n"); lines.hasMoreTokens();) {
            String line = lines.nextToken();
            if (line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals > 0) {
                children = new LinkedHashMap<>();
                types.put(line.substring(0, equals).trim(), children);
            }
            addChildren(line.substring(equals + 1), children, types);
        }
        return new Grammar(types);
    }

    private static void addChildren(String line, Map<String, Child> children, Map<String, Map<String, Child>> types) {
        for (StringTokenizer words = new StringTokenizer(line); words.hasMoreTokens();) {
            String word = words.nextToken();
            if (word.startsWith("&")) {
                children.putAll(types.get(word.substring(1)));
            } else {
                Child child = child(word);
                children.put(child.name(), child);
            }
        }
    }

    /** By position rather than by a pattern, which takes its time: every start of a server comes by here. */
    private static Child child(String word) {
        int mark = Math.max(word.indexOf('@'), word.indexOf('~'));
        Repeat repeat = mark < 0 ? Repeat.ADD : word.charAt(mark) == '@' ? Repeat.REFUSE : Repeat.LATER_HOLDS;
        List<String> keys = mark < 0 ? List.of() : List.of(word.substring(mark + 1).split("\\|"));
        String rule = mark < 0 ? word : word.substring(0, mark);
        Count count = count(rule.charAt(rule.length() - 1));
        String names = count == Count.ONE ? rule : rule.substring(0, rule.length() - 1);
        int colon = names.indexOf(':');
        String name = colon < 0 ? names : names.substring(0, colon);
        return new Child(name, names.substring(colon + 1), count, repeat, keys);
    }

    private static Count count(char sign) {
        return switch (sign) {
            case '?' -> Count.OPTIONAL;
            case '*' -> Count.ANY;
            case '+' -> Count.SOME;
            default -> Count.ONE;
        };
    }
}
