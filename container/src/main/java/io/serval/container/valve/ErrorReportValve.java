package io.serval.container.valve;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.serval.container.config.AttributeReader;
import io.serval.container.config.ConfigProblems;
import io.serval.container.config.ErrorReportSettings;
import io.serval.container.config.ErrorReportSettings.Detail;
import io.serval.container.config.ValveConfig;

/**
 * Reads the {@code Valve} element that says how errors are told to clients ({@code showReport}, {@code showServerInfo},
 * {@code errorCode.404}, {@code exceptionType.a.B}), in an {@code Engine}, {@code Host} or {@code Context}; the nearest
 * holds.
 */
public final class ErrorReportValve {
    private static final String STATUS = "errorCode.";
    private static final String EXCEPTION = "exceptionType.";

    private ErrorReportValve() {
    }

    /** Whether the element is about error reports. */
    public static boolean isNamedBy(ValveConfig valve) {
        return valve.className().equals(ErrorReportValve.class.getName());
    }

    /**
     * What the last of these elements that is about error reports says.
     *
     * @param base      what names of files are relative to
     * @param otherwise what holds if there is none
     * @param problems  gets what is wrong, with file, line and attribute
     */
    public static ErrorReportSettings read(List<ValveConfig> valves, Path base, ErrorReportSettings otherwise,
                                           ConfigProblems problems) {
        ErrorReportSettings settings = otherwise;
        for (ValveConfig each : valves) {
            settings = isNamedBy(each) ? read(each, base, problems) : settings;
        }
        return settings;
    }

    private static ErrorReportSettings read(ValveConfig valve, Path base, ConfigProblems problems) {
        AttributeReader attributes = AttributeReader.of("Valve", valve.attributes(), valve.location(), problems);
        Detail detail = !attributes.has("showReport") ? Detail.MESSAGE
                : attributes.flag("showReport", false) ? Detail.STACK : Detail.STATUS;
        Map<Integer, Path> statusFiles = new HashMap<>();
        Map<String, Path> exceptionFiles = new HashMap<>();
        for (String name : valve.attributes().keySet()) {
            if (name.startsWith(STATUS)) {
                statusFiles.put(status(name, attributes), file(name, attributes, base));
            } else if (name.startsWith(EXCEPTION)) {
                exceptionFiles.put(name.substring(EXCEPTION.length()), file(name, attributes, base));
            }
        }
        boolean showServerInfo = attributes.flag("showServerInfo", false);
        attributes.accept(List.of("asyncSupported"));
        attributes.finish();
        return new ErrorReportSettings(detail, showServerInfo, statusFiles, exceptionFiles);
    }

    private static int status(String name, AttributeReader attributes) {
        String code = name.substring(STATUS.length());
        if (!code.matches("0|[45]\\d\\d")) {
            attributes.error(name, "must be named errorCode. and a status from 400 to 599, or 0 for all others");
            return 0;
        }
        return Integer.parseInt(code);
    }

    private static Path file(String name, AttributeReader attributes, Path base) {
        Path file = base.resolve(attributes.text(name, ""));
        if (!Files.isRegularFile(file)) {
            attributes.error(name, "must be a file with a page, below " + base);
        }
        return file;
    }
}
