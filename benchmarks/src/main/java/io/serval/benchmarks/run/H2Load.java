package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code h2load} of nghttp2, which speaks TLS and HTTP/2. */
final class H2Load {
    private static final Pattern REQUESTS = Pattern.compile("requests: .* (\\d+) succeeded, (\\d+) failed");
    private static final Pattern FINISHED = Pattern.compile("finished in ([0-9.]+)(ms|s)");

    private H2Load() { }

    /** @param failures answers of another kind than 2xx and 3xx, and what was broken off */
    record Result(long requests, double seconds, long failures) { }

    static boolean available() {
        return Commands.exists("h2load");
    }

    /** Runs it for that long. @param arguments connections, streams, address */
    static Result run(Duration time, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("h2load", "-t1", "-D" + Math.max(1, time.toSeconds())));
        command.addAll(arguments);
        Process h2load = new ProcessBuilder(command).redirectErrorStream(true).start();
        return parse(new String(h2load.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    static Result parse(String output) throws IOException {
        Matcher requests = REQUESTS.matcher(output);
        Matcher finished = FINISHED.matcher(output);
        if (!requests.find() || !finished.find()) {
            throw new IOException("h2load tells no result:\n" + output);
        }
        double time = Double.parseDouble(finished.group(1));
        return new Result(Long.parseLong(requests.group(1)), finished.group(2).equals("s") ? time : time / 1_000,
                Long.parseLong(requests.group(2)));
    }
}
