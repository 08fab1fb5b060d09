package io.serval.container.deploy.xml;

import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the text of an element may be. Each type gives the text in its canonical form or refuses it with a sentence that
 * says what would be valid.
 */
final class TextType {
    private static final Map<String, TextType> TYPES = new HashMap<>();

    static {
        matching("name", ".+", "must not be empty");
        matching("class", "[\\p{javaJavaIdentifierPart}.\\[\\]-]+", "must be the full name of a class");
        number("path", "must start with / and lead to nowhere outside of the application",
                text -> canonical(require(text.matches("/.*"), text)));
        matching("method", "[!#$%&'*+.^_`|~0-9A-Za-z-]+", "must be the name of an HTTP method");
        matching("error-code", "[1-9]\\d\\d", "must be a status of three digits");
        matching("mime", "[^\\s/]+/\\S.*", "must be a media type such as text/plain");
        matching("locale", "[A-Za-z]{2,8}([_-][\\p{Alnum}_-]+)?", "must be a locale such as en or de_AT");
        number("pattern", "must start with / (a path), start with *. (an extension), or be empty (the context root)",
                text -> canonical(require(text.matches("|/.*|\\*\\.[^/]+"), text)));
        oneOf("dispatcher", "REQUEST", "FORWARD", "INCLUDE", "ERROR", "ASYNC");
        oneOf("tracking-mode", "COOKIE", "URL", "SSL");
        oneOf("transport", "NONE", "INTEGRAL", "CONFIDENTIAL");
        number("integer", "must be a whole number", Integer::valueOf);
        number("startup-order", "must be a whole number", text -> text.isEmpty() ? "" : Integer.valueOf(text));
        number("long", "must be a whole number", Long::valueOf);
        number("charset", "must be a charset this Java knows, such as UTF-8", TextType::charset);
        number("boolean", "must be true or false", TextType::flag);
        matching("empty", "", "must be empty");
        matching("string", "(?s).*", "");
    }

    private final String valid;
    private final Function<String, Object> canonical;

    private TextType(String valid, Function<String, Object> canonical) {
        this.valid = valid;
        this.canonical = canonical;
    }

    /** The type of that name; any text if the name means none. */
    static TextType named(String name) {
        return TYPES.getOrDefault(name, TYPES.get("string"));
    }

    /**
     * @return the text in canonical form
     * @throws IllegalArgumentException saying what would be valid
     */
    String check(String text) {
        try {
            return String.valueOf(canonical.apply(text));
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(valid + ", was \"" + text + '"', invalid);
        }
    }

    private static void matching(String name, String regex, String valid) {
        Pattern pattern = Pattern.compile(regex);
        number(name, valid, text -> require(pattern.matcher(text).matches(), text));
    }

    private static void oneOf(String name, String... values) {
        Pattern pattern = Pattern.compile(String.join("|", values));
        number(name, "must be one of " + String.join(", ", values) + ", in capitals",
                text -> require(pattern.matcher(text).matches(), text));
    }

    private static void number(String name, String valid, Function<String, Object> canonical) {
        TYPES.put(name, new TextType(valid, canonical));
    }

    private static String require(boolean valid, String text) {
        if (!valid) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** Dot segments are resolved (§14.2); what would lead outside is refused. */
    private static String canonical(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        Deque<String> segments = new ArrayDeque<>();
        String[] all = path.substring(1).split("/", -1);
        for (int i = 0; i < all.length; i++) {
            boolean dots = all[i].equals(".") || all[i].equals("..");
            if (all[i].equals("..")) {
                require(!segments.isEmpty(), path);
                segments.removeLast();
            }
            if (!dots) {
                segments.add(all[i]);
            } else if (i == all.length - 1) {
                segments.add("");
            }
        }
        return '/' + String.join("/", segments);
    }

    private static Object flag(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> require(false, text);
        };
    }

    private static String charset(String name) {
        return require(Charset.isSupported(name), name);
    }
}
