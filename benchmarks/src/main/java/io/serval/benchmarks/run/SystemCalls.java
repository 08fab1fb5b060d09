package io.serval.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Counts the system calls of a process with {@code strace -f -c}. */
final class SystemCalls {
    private SystemCalls() { }

    /** Something to do while calls are counted. */
    interface Work {
        void run() throws IOException;
    }

    static boolean available() {
        return Commands.exists("strace");
    }

    /** Calls by name of all threads of the process during the work. */
    static Map<String, Long> during(long pid, Path directory, Work work) throws IOException {
        Path summary = Files.createTempFile(directory, "strace", ".txt");
        Process strace = new ProcessBuilder("strace", "-f", "-c", "-o", summary.toString(), "-p", Long.toString(pid))
                .redirectErrorStream(true).start();
        try {
            awaitAttached(strace.inputReader());
            work.run();
        } finally {
            new ProcessBuilder("kill", "-INT", Long.toString(strace.pid())).start();
            end(strace);
        }
        return parse(Files.readAllLines(summary));
    }

    /** Lines of {@code % time, seconds, usecs/call, calls, [errors,] syscall} between two rules of dashes. */
    static Map<String, Long> parse(List<String> lines) {
        Map<String, Long> calls = new TreeMap<>();
        boolean inTable = false;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words[0].startsWith("---")) {
                inTable = !inTable;
            } else if (inTable && words.length >= 5) {
                calls.merge(words[words.length - 1], Long.parseLong(words[3]), Long::sum);
            }
        }
        return calls;
    }

    private static void awaitAttached(BufferedReader output) throws IOException {
        String line = output.readLine();
        if (line == null || !line.contains("attached")) {
            throw new IOException("strace could not attach: " + line);
        }
    }

    private static void end(Process strace) throws IOException {
        try {
            if (!strace.waitFor(20, TimeUnit.SECONDS)) {
                strace.destroyForcibly();
                throw new IOException("strace did not end");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
