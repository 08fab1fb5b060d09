package io.serval.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The load generator {@code h2load} of nghttp2, which speaks TLS and HTTP/2. */
final class H2Load {
    private static final Pattern REQUESTS =
            Pattern.compile("requests: .* (\\d+) done, .* (\\d+) errored, (\\d+) timeout");
    /** Not its count of failed ones, in which it also has answers over HTTP/1.1 without a reason phrase. */
    private static final Pattern STATUS = Pattern.compile("status codes: .* (\\d+) 4xx, (\\d+) 5xx");
    private static final Pattern FINISHED = Pattern.compile("finished in ([0-9.]+)(ms|s)");

    /** Connections are opened within the time, which is not to count much. */
    private static final long LEAST_SECONDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final Result NOTHING = new Result(0, 1, 1);

    private H2Load() { }

    /** @param failures answers 4xx and 5xx and what was broken off; 1 if the run did not come to its end */
    record Result(long requests, double seconds, long failures) { }

    static boolean available() {
        return Commands.exists("h2load");
    }

    /** Runs it for that long. @param arguments connections, streams, address */
    static Result run(Duration time, List<String> arguments) throws IOException {
        long seconds = Math.max(LEAST_SECONDS, time.toSeconds());
        List<String> command = new ArrayList<>(List.of("h2load", "-t1", "-D" + seconds));
        command.addAll(arguments);
        Path output = Files.createTempFile("h2load", ".txt");
        try {
            Process h2load = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                    .start();
            if (!ended(h2load, time.plus(PATIENCE))) {
                return NOTHING;
            }
            return parse(Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** It waits for ever for a server that does not end a handshake. */
    private static boolean ended(Process process, Duration limit) {
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            return ended;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Result parse(String output) throws IOException {
        Matcher requests = REQUESTS.matcher(output);
        Matcher finished = FINISHED.matcher(output);
        Matcher status = STATUS.matcher(output);
        if (!requests.find() || !finished.find() || !status.find()) {
            throw new IOException("h2load tells no result:\n" + output);
        }
        double time = Double.parseDouble(finished.group(1));
        return new Result(Long.parseLong(requests.group(1)), finished.group(2).equals("s") ? time : time / 1_000,
                sum(requests.group(2), requests.group(3), status.group(1), status.group(2)));
    }

    private static long sum(String... counts) {
        return Stream.of(counts).mapToLong(Long::parseLong).sum();
    }
}
