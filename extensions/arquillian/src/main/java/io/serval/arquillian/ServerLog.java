package io.serval.arquillian;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads in the log of a server what became of an application. The private base makes it a file of plain lines. */
final class ServerLog {
    private static final String MARK = "Deployment of ";

    private final Path file;

    /** How a deployment went. @param message the reason if it failed */
    record Outcome(boolean failed, String message) { }

    ServerLog(Path file) {
        this.file = file;
    }

    /** Where it ends now. */
    long end() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** What was written since about a WAR; empty as long as nothing was. */
    Optional<Outcome> outcome(Path war, long from) throws IOException {
        List<String> lines = lines(from);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.contains(MARK) && line.contains("[" + war + "]")) {
                String message = line.substring(line.indexOf(MARK));
                if (message.contains("] has finished in [")) {
                    return Optional.of(new Outcome(false, message));
                }
                if (message.contains("] has failed; ")) {
                    return Optional.of(new Outcome(true, message + rest(lines, i + 1)));
                }
            }
        }
        return Optional.empty();
    }

    /** The lines of the same report, which are indented. */
    private static String rest(List<String> lines, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < lines.size() && lines.get(i).startsWith(" "); i++) {
            text.append('\n').append(lines.get(i));
        }
        return text.toString();
    }

    boolean tellsOfUndeployment(String contextPath, long from) throws IOException {
        String text = "Undeploying context [" + (contextPath.isEmpty() ? "/" : contextPath) + "]";
        return lines(from).stream().anyMatch(line -> line.endsWith(text));
    }

    /** Whole lines since then. */
    private List<String> lines(long from) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(from);
            byte[] octets = new byte[(int) Math.max(0, log.length() - from)];
            log.readFully(octets);
            String text = new String(octets, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            return end < 0 ? List.of() : new ArrayList<>(text.substring(0, end).lines().toList());
        }
    }
}
