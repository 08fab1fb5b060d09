package io.serval.container.config;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import io.serval.container.descriptor.SourceLocation;
import io.serval.container.xml.Element;
import io.serval.container.xml.NearestName;

/**
 * Typed reading of one element's attributes. A bad value is reported with its place and what would be valid, and the
 * default is used so that the reader goes on to the next finding. Names that were asked for are the valid ones;
 * {@link #finish} reports all others.
 */
public final class AttributeReader {
    private final ConfigProblems problems;
    private final EnvironmentOverrides overrides;
    private final Set<String> valid = new LinkedHashSet<>();
    private final Map<String, Setting> settings = new TreeMap<>();
    private Element element;

    AttributeReader(Element element, ConfigProblems problems) {
        this(element, problems, EnvironmentOverrides.none());
    }

    /** @param overrides win over the element */
    AttributeReader(Element element, ConfigProblems problems, EnvironmentOverrides overrides) {
        this.element = element;
        this.problems = problems;
        this.overrides = overrides;
    }

    /** Reads the attributes that a {@link ValveConfig} or a similar record kept. @param element its name in messages */
    public static AttributeReader of(String element, Map<String, String> attributes, SourceLocation location,
                                     ConfigProblems problems) {
        Map<String, Element.Attribute> located = new LinkedHashMap<>();
        attributes.forEach((name, value) -> located.put(name, new Element.Attribute(value, location)));
        return new AttributeReader(new Element(element, located, "", List.of(), location), problems);
    }

    /** Whether the attribute is there. */
    public boolean has(String name) {
        if (valid.add(name)) {
            element = overrides.on(element, name);
        }
        return element.attribute(name) != null;
    }

    /** The attributes that were read and have a value, with that value and where it comes from, by name. */
    List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    private <T> T noted(String name, T value) {
        if (value != null) {
            String origin = element.attribute(name) == null ? "" : element.locationOf(name).toString();
            settings.put(name, new Setting(name, String.valueOf(value), origin));
        }
        return value;
    }

    /** @return the value, or {@code otherwise} if the attribute is not there */
    public String text(String name, String otherwise) {
        return noted(name, has(name) ? element.attribute(name) : otherwise);
    }

    /** A value that must be there and not be empty; {@code otherwise} only serves to go on reading. */
    public String required(String name, String otherwise) {
        String value = text(name, "");
        if (!value.isBlank()) {
            return value;
        }
        problems.error(element.location(), "attribute " + name + " of " + element.name() + " is missing");
        return otherwise;
    }

    /** Yes or no. */
    public boolean flag(String name, boolean otherwise) {
        return noted(name, readFlag(name, otherwise));
    }

    private boolean readFlag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        String value = element.attribute(name).strip();
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("yes")) {
            return true;
        }
        if (value.equalsIgnoreCase("false") || value.equalsIgnoreCase("no")) {
            return false;
        }
        return bad(name, "must be true or false", otherwise);
    }

    /** Those constants of an enum whose attribute says yes, or says nothing and {@code otherwise} holds. */
    <E extends Enum<E> & SwitchAttribute> Set<E> switches(Class<E> type, Predicate<E> otherwise) {
        Set<E> on = EnumSet.noneOf(type);
        for (E each : type.getEnumConstants()) {
            if (flag(each.attribute(), otherwise.test(each))) {
                on.add(each);
            }
        }
        return on;
    }

    /** A number within bounds, both included. */
    public int number(String name, int otherwise, int least, int most) {
        return (int) number(name, (long) otherwise, least, most);
    }

    /** A number within bounds, both included. */
    public long number(String name, long otherwise, long least, long most) {
        return noted(name, readNumber(name, otherwise, least, most));
    }

    private long readNumber(String name, long otherwise, long least, long most) {
        if (!has(name)) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(element.attribute(name).strip());
            return value < least || value > most ? bad(name, range(least, most), otherwise) : value;
        } catch (NumberFormatException e) {
            return bad(name, range(least, most), otherwise);
        }
    }

    private static String range(long least, long most) {
        boolean open = most == Long.MAX_VALUE || most == Integer.MAX_VALUE;
        return open ? "must be a number of at least " + least : "must be a number between " + least + " and " + most;
    }

    /** As {@link #number}, where every negative value means that there is no limit. */
    public int limit(String name, int otherwise, int unlimited) {
        int value = number(name, otherwise, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return value < 0 ? unlimited : value;
    }

    /** Milliseconds; a negative value means no limit, which a {@link Duration} of zero stands for. */
    public Duration millis(String name, Duration otherwise) {
        long value = number(name, otherwise.toMillis(), -1, Integer.MAX_VALUE);
        return Duration.ofMillis(Math.max(0, value));
    }

    /** One of the constants of an enum, in any case. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        E chosen = readChoice(name, type, otherwise);
        noted(name, chosen.name().toLowerCase(Locale.ROOT));
        return chosen;
    }

    private <E extends Enum<E>> E readChoice(String name, Class<E> type, E otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        StringBuilder names = new StringBuilder();
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(element.attribute(name).strip())) {
                return each;
            }
            names.append(names.isEmpty() ? "must be " : " or ").append(each.name().toLowerCase(Locale.ROOT));
        }
        return bad(name, names.toString(), otherwise);
    }

    /** Names with commas between them; empty ones do not count. */
    public List<String> list(String name, List<String> otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        return Stream.of(element.attribute(name).split(",")).map(String::strip).filter(each -> !each.isEmpty())
                .toList();
    }

    /** A charset by its name. */
    public Charset charset(String name, Charset otherwise) {
        try {
            return noted(name, has(name) ? Charset.forName(element.attribute(name).strip()) : otherwise);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return bad(name, "must be the name of a charset such as UTF-8", otherwise);
        }
    }

    /** A regular expression, or {@code null} if the attribute is missing or empty. */
    public Pattern pattern(String name) {
        String text = text(name, "");
        try {
            return text.isEmpty() ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            return bad(name, "must be a regular expression (" + e.getDescription() + ')', null);
        }
    }

    /** Names that may be there and need nothing done: what they ask for cannot be otherwise here. */
    public void accept(Collection<String> names) {
        valid.addAll(names);
    }

    /** Names that Tomcat knows and Serval does not follow yet; each that is there gets one clear warning. */
    public void later(Collection<String> names) {
        for (String name : names) {
            if (has(name)) {
                problems.warn(element.locationOf(name), "attribute " + name + " of " + element.name()
                        + " is not supported yet and has no effect");
            }
        }
    }

    /**
     * Names that Tomcat knows and for which Serval has another way; each that is there gets one clear warning.
     *
     * @param ways what to use for each, as the end of a sentence
     */
    public void otherwise(Map<String, String> ways) {
        ways.forEach((name, way) -> {
            if (has(name)) {
                problems.warn(element.locationOf(name), "attribute " + name + " of " + element.name()
                        + " has no effect; " + way);
            }
        });
    }

    /** As {@link #later}, for a name with one value that asks for nothing. */
    public void laterUnless(String name, String value) {
        if (!text(name, value).equals(value)) {
            later(List.of(name));
        }
    }

    /** All attributes not asked for so far, by name; they count as valid. */
    public Map<String, String> rest() {
        Map<String, String> rest = new LinkedHashMap<>();
        element.attributes().forEach((name, attribute) -> {
            if (!valid.contains(name)) {
                rest.put(name, attribute.value());
            }
        });
        return rest;
    }

    /** Reports attributes nobody asked for, with the name that may have been meant. */
    public void finish() {
        element.attributes().forEach((name, attribute) -> {
            if (!valid.contains(name)) {
                problems.warn(attribute.location(), "unknown attribute " + name + " of " + element.name()
                        + suggestion(name, valid));
            }
        });
    }

    /** Ends a message about an unknown name. */
    static String suggestion(String name, Collection<String> valid) {
        String nearest = NearestName.of(name, valid);
        return nearest == null ? " is ignored" : " is ignored; did you mean " + nearest + '?';
    }

    /** Reports a value that is of the right kind and yet cannot be. */
    public void error(String name, String need) {
        bad(name, need, null);
    }

    /** Reports a value that has another effect than its author may have hoped for. */
    public void warn(String name, String what) {
        problems.warn(element.locationOf(name), "attribute " + name + " of " + element.name() + ' ' + what);
    }

    private <T> T bad(String name, String need, T otherwise) {
        problems.error(element.locationOf(name), "attribute " + name + " of " + element.name() + ' ' + need
                + ", was \"" + element.attribute(name) + '"');
        return otherwise;
    }
}
