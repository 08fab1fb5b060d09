package io.serval.container.management;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text format of Prometheus, version 0.0.4, and takes nothing that the format, or its naming conventions,
 * does not allow.
 */
public final class PrometheusCheck {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\\\\\"\\n]|\\\\[\\\\\"n])*)\"(,|$)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram");

    private final Map<String, Family> families = new LinkedHashMap<>();
    private Family current;
    private int line;

    private static final class Family {
        final String name;
        String type;
        final Map<String, Double> samples = new LinkedHashMap<>();
        final Map<String, TreeMap<Double, Double>> buckets = new LinkedHashMap<>();

        Family(String name) {
            this.name = name;
        }
    }

    private PrometheusCheck() { }

    /** @return the samples by name and labels; @throws AssertionError naming the line that is wrong and why */
    public static Map<String, Double> read(String text) {
        PrometheusCheck check = new PrometheusCheck();
        check.require(text.endsWith("\n"), "the last line does not end");
        for (String each : text.substring(0, text.length() - 1).split("\n", -1)) {
            check.line++;
            check.readLine(each);
        }
        check.families.values().forEach(check::checkHistogram);
        Map<String, Double> all = new LinkedHashMap<>();
        check.families.values().forEach(each -> all.putAll(each.samples));
        return all;
    }

    /** Names of all families of a text that {@link #read} takes. */
    public static List<String> families(String text) {
        return text.lines().filter(each -> each.startsWith("# TYPE ")).map(each -> each.split(" ")[2]).toList();
    }

    private void require(boolean condition, String why) {
        if (!condition) {
            throw new AssertionError("line " + line + ": " + why);
        }
    }

    private void readLine(String text) {
        if (text.startsWith("#")) {
            Matcher comment = COMMENT.matcher(text);
            require(comment.matches(), "neither HELP nor TYPE: " + text);
            readComment(comment.group(1), comment.group(2), comment.group(3));
        } else {
            Matcher sample = SAMPLE.matcher(text);
            require(sample.matches(), "not a sample: " + text);
            readSample(sample.group(1), sample.group(2) == null ? "" : sample.group(2), sample.group(3));
        }
    }

    private void readComment(String kind, String name, String value) {
        if (kind.equals("HELP")) {
            require(!families.containsKey(name), "a second HELP of " + name);
            current = new Family(name);
            families.put(name, current);
            return;
        }
        require(current != null && current.name.equals(name), "TYPE of " + name + " does not follow its HELP");
        require(current.type == null && current.samples.isEmpty(), "a second or late TYPE of " + name);
        require(TYPES.contains(value), "no such type: " + value);
        require(value.equals("counter") == name.endsWith("_total"), "counters, and only they, end in _total: " + name);
        current.type = value;
    }

    private void readSample(String name, String labelText, String valueText) {
        require(current != null && current.type != null, "a sample before HELP and TYPE");
        Map<String, String> labels = labels(labelText);
        double value = number(valueText);
        String suffix = name.startsWith(current.name) ? name.substring(current.name.length()) : "?";
        if (current.type.equals("histogram")) {
            require(Set.of("_bucket", "_sum", "_count").contains(suffix), name + " is none of histogram "
                    + current.name);
            require(suffix.equals("_bucket") == labels.containsKey("le"), "le is for buckets, and they need it");
        } else {
            require(suffix.isEmpty(), name + " stands among the samples of " + current.name);
        }
        require(current.type.equals("gauge") || value >= 0, "less than nothing: " + name);
        if (suffix.equals("_bucket")) {
            String others = new TreeMap<>(labels).entrySet().stream().filter(each -> !each.getKey().equals("le"))
                    .toList().toString();
            TreeMap<Double, Double> buckets = current.buckets.computeIfAbsent(others, key -> new TreeMap<>());
            double bound = number(labels.get("le"));
            require(buckets.isEmpty() || bound > buckets.lastKey(), "bounds do not rise");
            require(buckets.isEmpty() || value >= buckets.lastEntry().getValue(), "buckets are not cumulative");
            buckets.put(bound, value);
        }
        String key = name + (labels.isEmpty() ? "" : new TreeMap<>(labels).toString());
        require(current.samples.put(key, value) == null, "a second sample " + key);
    }

    private Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        int at = 0;
        Matcher label = LABEL.matcher(text);
        while (at < text.length()) {
            require(label.find(at) && label.start() == at, "not a label: " + text.substring(at));
            require(labels.put(label.group(1), unescaped(label.group(2))) == null, "a second " + label.group(1));
            at = label.end();
        }
        return labels;
    }

    private static String unescaped(String value) {
        return value.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private double number(String text) {
        switch (text) {
            case "+Inf":
                return Double.POSITIVE_INFINITY;
            case "-Inf":
                return Double.NEGATIVE_INFINITY;
            case "NaN":
                return Double.NaN;
            default:
                require(text.matches("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?"), "not a number: " + text);
                return Double.parseDouble(text);
        }
    }

    private void checkHistogram(Family family) {
        require(family.type != null, family.name + " has no TYPE");
        Set<String> counts = new HashSet<>();
        family.buckets.forEach((others, buckets) -> {
            Double all = buckets.get(Double.POSITIVE_INFINITY);
            require(all != null, family.name + others + " has no bucket +Inf");
            counts.add(others);
        });
        List<Double> inCounts = new ArrayList<>();
        family.samples.forEach((key, value) -> {
            if (family.type.equals("histogram") && key.startsWith(family.name + "_count")) {
                inCounts.add(value);
            }
        });
        List<Double> inBuckets = family.buckets.values().stream().map(each -> each.get(Double.POSITIVE_INFINITY))
                .toList();
        require(inBuckets.equals(inCounts), family.name + " counts " + inCounts + " and has " + inBuckets);
        long sums = family.samples.keySet().stream().filter(each -> each.startsWith(family.name + "_sum")).count();
        require(!family.type.equals("histogram") || sums == counts.size(), family.name + " has " + sums + " sums");
    }
}
