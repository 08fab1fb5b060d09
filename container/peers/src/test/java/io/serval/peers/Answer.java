package io.serval.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What of an answer the API has a say in, as one line. */
final class Answer {
    private static final Set<String> NOISE = Set.of("date", "connection", "content-length", "transfer-encoding",
            "keep-alive", "server", "vary", "cache-control", "expires", "content-language");

    private Answer() { }

    static String of(String raw) {
        int end = raw.indexOf("\r\n\r\n");
        if (end < 0) {
            return raw.isEmpty() ? "(no answer)" : "(cut off)";
        }
        String[] lines = raw.substring(0, end).split("\r\n");
        int status = Integer.parseInt(lines[0].split(" ")[1]);
        Set<String> fields = new TreeSet<>();
        boolean chunked = false;
        for (int i = 1; i < lines.length; i++) {
            String name = lines[i].substring(0, lines[i].indexOf(':')).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(name.length() + 1).trim();
            chunked |= name.equals("transfer-encoding");
            if (!NOISE.contains(name) && (status < 400 || name.startsWith("x-"))) {
                fields.add(name + ": " + value.replaceAll("JSESSIONID=[\\w.-]+", "JSESSIONID=ID")
                        .replaceAll("[0-9]{2}-?\\w{3}-?[0-9]{2,4} [0-9:]{8}", "TIME"));
            }
        }
        String content = raw.substring(end + 4);
        List<String> parts = new ArrayList<>(List.of(String.valueOf(status)));
        parts.addAll(fields);
        if (status < 400) {
            String text = (chunked ? unchunked(content) : content).strip();
            parts.add(text.startsWith("<") ? "(a page)" : "\"" + text + "\"");
        }
        return String.join(" ", parts);
    }

    private static String unchunked(String content) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (true) {
            int line = content.indexOf("\r\n", at);
            if (line < 0) {
                return text.append("(cut off)").toString();
            }
            int size = Integer.parseInt(content.substring(at, line).strip(), 16);
            if (size == 0) {
                String trailers = content.substring(line + 2).strip();
                return trailers.isEmpty() ? text.toString() : text + " trailers: " + trailers;
            }
            text.append(content, line + 2, Math.min(content.length(), line + 2 + size));
            at = line + 4 + size;
        }
    }
}
