package io.serval.container.deploy;

import java.util.regex.Pattern;

/** File names of jars, as a comma-separated list with {@code *} for any characters. Immutable. */
final class JarPatterns {
    private final Pattern pattern;

    JarPatterns(String list) {
        StringBuilder regex = new StringBuilder();
        for (String each : list.split(",")) {
            if (!each.isBlank()) {
                regex.append(regex.isEmpty() ? "" : "|").append(Pattern.quote(each.trim()).replace("*", "\\E.*\\Q"));
            }
        }
        pattern = regex.isEmpty() ? null : Pattern.compile(regex.toString());
    }

    boolean matches(String name) {
        return pattern != null && pattern.matcher(name).matches();
    }
}
