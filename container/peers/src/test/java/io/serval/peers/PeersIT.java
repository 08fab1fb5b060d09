package io.serval.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Fails when answers differ in a way that is not in {@code differences.txt}; {@code -Dpeers.accept} writes that file
 * anew. What is new there belongs into <em>What the text leaves open</em> of {@code docs/servlet-conformance.md}.
 */
class PeersIT {
    private static final Path KNOWN = Path.of("src/test/resources/differences.txt");

    @Test void answersDifferOnlyWhereItIsKnown(@TempDir Path work) throws Exception {
        List<Question> questions = Stream.of(ResponseQuestions.all(), RequestQuestions.all(), ContextQuestions.all(),
                DispatchQuestions.all()).flatMap(List::stream).toList();
        List<Peer> peers = Peer.all(questions, work);
        List<String> differences = new ArrayList<>();
        try {
            for (int i = 0; i < questions.size(); i++) {
                differences.addAll(compare(questions.get(i), "/q" + i, peers));
            }
        } finally {
            for (Peer peer : peers) {
                peer.stop();
            }
        }
        String found = String.join("\n", differences) + "\n";
        System.out.println(found);
        if (System.getProperty("peers.accept") != null) {
            Files.writeString(KNOWN, found);
        }
        assertEquals(Files.readString(KNOWN), found, questions.size() + " questions were asked");
    }

    /** What not all say the same about, one below the other. */
    private static List<String> compare(Question question, String path, List<Peer> peers)
            throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String request : question.requests()) {
            List<Map<String, String>> all = new ArrayList<>();
            Set<String> labels = new LinkedHashSet<>();
            for (Peer peer : peers) {
                all.add(ask(request, path, peer));
                labels.addAll(all.get(all.size() - 1).keySet());
            }
            for (String label : labels) {
                List<String> said = all.stream().map(each -> each.getOrDefault(label, "(nothing)")).toList();
                if (said.stream().map(text -> text.toLowerCase(Locale.ROOT)).distinct().count() > 1) {
                    lines.add(question.name() + " · " + shown(request) + " · " + label);
                    for (int i = 0; i < peers.size(); i++) {
                        lines.add("    " + peers.get(i).name + "  " + printable(said.get(i)));
                    }
                }
            }
        }
        return lines;
    }

    /** Each label with what was said about it, and the answer. */
    private static Map<String, String> ask(String request, String path, Peer peer)
            throws IOException, InterruptedException {
        Question.SAID.clear();
        String answer = Answer.of(peer.send(request.replace("CTX", path)));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (Question.RUNNING.get() != 0 && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        Question.RUNNING.set(0);
        Map<String, String> said = new LinkedHashMap<>();
        for (String line : List.copyOf(Question.SAID)) {
            int mark = line.indexOf('=');
            String label = mark < 0 ? "it is" : line.substring(0, mark);
            said.merge(label, line.substring(mark + 1).replace(path, "CTX"), (a, b) -> a + " | " + b);
        }
        said.put("answer", answer.replace(path, "CTX"));
        return said;
    }

    /** What tells a request from the others. */
    private static String shown(String request) {
        String[] lines = request.substring(0, request.indexOf("\r\n\r\n")).split("\r\n");
        StringBuilder text = new StringBuilder(lines[0].replace("CTX", "").replace(" HTTP/1.1", ""));
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].startsWith("Connection:") && !lines[i].startsWith("Content-Length:")
                    && !lines[i].equals("Host: example.org:8080")) {
                text.append(" [").append(lines[i]).append(']');
            }
        }
        return printable(text.toString());
    }

    private static String printable(String line) {
        StringBuilder text = new StringBuilder();
        for (byte octet : line.getBytes(StandardCharsets.ISO_8859_1)) {
            text.append(octet >= 0x20 && octet < 0x7f ? String.valueOf((char) octet)
                    : String.format("\\x%02x", octet & 0xff));
        }
        return text.toString();
    }
}
