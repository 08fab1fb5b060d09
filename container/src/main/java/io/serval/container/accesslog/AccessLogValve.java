package io.serval.container.accesslog;

import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.serval.container.config.AttributeReader;
import io.serval.container.config.ConfigProblems;
import io.serval.container.config.ValveConfig;

/** Reads the {@code Valve} element that asks for an access log. */
public final class AccessLogValve {
    private static final List<String> SETTLED = List.of("encoding", "locale", "maxLogMessageBufferSize",
            "resolveHosts", "requestAttributesEnabled", "asyncSupported");

    private AccessLogValve() {
    }

    /** Whether the element asks for an access log. */
    public static boolean isNamedBy(ValveConfig valve) {
        return valve.className().equals(AccessLogValve.class.getName());
    }

    /** @param base what {@code directory} is relative to @return what the elements say that are enabled */
    public static List<AccessLogSettings> readAll(List<ValveConfig> valves, Path base, ConfigProblems problems) {
        return valves.stream().filter(AccessLogValve::isNamedBy).map(each -> read(each, base, problems))
                .filter(Objects::nonNull).toList();
    }

    /**
     * @param base what {@code directory} is relative to
     * @return what the element says, or {@code null} if it says {@code enabled="false"}
     */
    static AccessLogSettings read(ValveConfig valve, Path base, ConfigProblems problems) {
        AttributeReader attributes = AttributeReader.of("Valve", valve.attributes(), valve.location(), problems);
        AccessLogSettings settings = AccessLogSettings.in(base.resolve(attributes.text("directory", "logs")))
                .withFile(attributes.text("prefix", "access_log"), attributes.text("suffix", ""),
                        dateFormat(attributes))
                .withRotation(attributes.flag("rotatable", true), attributes.flag("renameOnRotate", false),
                        attributes.number("maxDays", -1, -1, 36_500))
                .withCheckExists(attributes.flag("checkExists", false))
                .withBuffered(attributes.flag("buffered", true))
                .withPattern(pattern(attributes))
                .withConditions(attributes.text("conditionUnless", attributes.text("condition", null)),
                        attributes.text("conditionIf", null));
        boolean enabled = attributes.flag("enabled", true);
        attributes.accept(SETTLED);
        attributes.later(List.of("ipv6Canonical"));
        attributes.finish();
        return enabled ? settings : null;
    }

    private static String dateFormat(AttributeReader attributes) {
        String format = attributes.text("fileDateFormat", ".yyyy-MM-dd");
        try {
            DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
            return format;
        } catch (IllegalArgumentException e) {
            attributes.error("fileDateFormat", "must be a date pattern such as .yyyy-MM-dd (" + e.getMessage() + ')');
            return ".yyyy-MM-dd";
        }
    }

    private static String pattern(AttributeReader attributes) {
        String pattern = attributes.text("pattern", "common");
        try {
            LogPattern.parse(pattern);
            return pattern;
        } catch (IllegalArgumentException e) {
            attributes.error("pattern", "cannot be read: " + e.getMessage());
            return "common";
        }
    }
}
