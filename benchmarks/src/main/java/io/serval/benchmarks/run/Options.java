package io.serval.benchmarks.run;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.serval.benchmarks.server.ServerMain;

/**
 * The command line: {@code --name=value}, each optional.
 *
 * @param modes          names of {@link Scenario}s, {@link SecureScenario}s and {@link Extra}s
 * @param rounds         how often each server is measured in each scenario; the best round counts
 * @param phase          length of one measurement
 * @param limit          time after which no further measurement is begun
 * @param virtualThreads whether servers use virtual threads in all modes, where they and the JDK have them
 * @param jdks           for the modes {@code start} and {@code virtual}; the first is not what runs the other modes
 */
record Options(List<ServerMain.Name> servers, List<String> modes, int rounds, Duration phase, Duration limit,
        boolean virtualThreads, List<Jdk> jdks) {

    /** Measurements that are not a load with a throughput. */
    enum Extra {
        SYSCALLS, HANDSHAKES, UPLOADS, READERS, IDLE, OVERLOAD, EVENTS, VIRTUAL, START;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Map<String, String> DEFAULTS = defaults();

    static Options parse(String... args) {
        Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = arg.startsWith("--") && equals > 0 ? arg.substring(2, equals) : arg;
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("Unknown option " + name + ". Options with defaults:\n" + help());
            }
            values.put(name, arg.substring(equals + 1));
        }
        return new Options(list(values.get("servers")).stream().map(ServerMain.Name::of).toList(),
                known(list(values.get("modes"))),
                Integer.parseInt(values.get("rounds")),
                seconds(values.get("seconds")),
                seconds(values.get("limit")),
                Boolean.parseBoolean(values.get("virtual")),
                Stream.of(values.get("jdks").split(File.pathSeparator)).map(each -> new Jdk(Path.of(each))).toList());
    }

    boolean wants(Enum<?> mode) {
        return modes.contains(mode.toString());
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("servers", names(ServerMain.Name.values()));
        defaults.put("modes", names(Scenario.values()) + "," + names(SecureScenario.values()) + ","
                + names(Extra.values()));
        defaults.put("rounds", "3");
        defaults.put("seconds", "1.2");
        defaults.put("limit", "2700");
        defaults.put("virtual", "false");
        defaults.put("jdks", Jdk.THIS.home().toString());
        return defaults;
    }

    private static String help() {
        return DEFAULTS.entrySet().stream().map(option -> "  --" + option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static List<String> known(List<String> modes) {
        List<String> all = list(DEFAULTS.get("modes"));
        for (String mode : modes) {
            if (!all.contains(mode)) {
                throw new IllegalArgumentException("Unknown mode " + mode + ", known are " + String.join(", ", all));
            }
        }
        return modes;
    }

    private static List<String> list(String value) {
        return Stream.of(value.split(",")).map(String::strip).toList();
    }

    private static Duration seconds(String value) {
        return Duration.ofMillis((long) (Double.parseDouble(value) * 1_000));
    }

    private static String names(Enum<?>[] constants) {
        return Stream.of(constants).map(Object::toString).collect(Collectors.joining(","));
    }
}
