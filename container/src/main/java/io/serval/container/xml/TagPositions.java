package io.serval.container.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.serval.container.descriptor.SourceLocation;

/**
 * Where the tags of a well-formed document and their attributes begin. The JDK's parser only tells where a tag ends,
 * which for a connector of ten lines is the wrong line. Start tags are kept in the order of the document, the order in
 * which the parser reports them.
 */
final class TagPositions {
    private static final Pattern SUBSET_END = Pattern.compile("]\\s*>");

    private final String file;
    private final String text;
    private final List<Tag> tags = new ArrayList<>();
    private int at;
    private int countedTo;
    private int line = 1;
    private int lineStart;

    private record Tag(SourceLocation start, Map<String, SourceLocation> attributes) { }

    TagPositions(String file, String text) {
        this.file = file;
        this.text = text;
        scan();
    }

    /** Where a start tag begins. The file alone if its document type is one that was not understood. */
    SourceLocation tag(int index) {
        return index < tags.size() ? tags.get(index).start() : new SourceLocation(file, 0, 0);
    }

    SourceLocation attribute(int tag, String name) {
        return tag < tags.size() ? tags.get(tag).attributes().getOrDefault(name, tag(tag)) : tag(tag);
    }

    private void scan() {
        for (at = text.indexOf('<'); at >= 0 && at + 1 < text.length(); at = text.indexOf('<', at)) {
            if (text.startsWith("<!--", at)) {
                skipPast("-->");
            } else if (text.startsWith("<![CDATA[", at)) {
                skipPast("]]>");
            } else if (text.startsWith("<?", at)) {
                skipPast("?>");
            } else if (text.startsWith("<!", at)) {
                skipDoctype();
            } else if (text.charAt(at + 1) == '/') {
                skipPast(">");
            } else {
                tags.add(startTag());
            }
        }
    }

    private void skipPast(String end) {
        int found = text.indexOf(end, at);
        at = found < 0 ? text.length() : found + end.length();
    }

    private void skipDoctype() {
        int subset = text.indexOf('[', at);
        int end = text.indexOf('>', at);
        skipPast(">");
        if (subset >= 0 && subset < end) {
            Matcher closed = SUBSET_END.matcher(text);
            at = closed.find(subset) ? closed.end() : text.length();
        }
    }

    private Tag startTag() {
        SourceLocation start = locate(at);
        Map<String, SourceLocation> attributes = new HashMap<>();
        skipName();
        while (at < text.length() && text.charAt(at) != '>') {
            if (isNameEnd(text.charAt(at))) {
                at++;
            } else {
                attribute(attributes);
            }
        }
        return new Tag(start, attributes);
    }

    private void attribute(Map<String, SourceLocation> attributes) {
        int start = at;
        skipName();
        attributes.put(text.substring(start, at), locate(start));
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\'') {
            at++;
        }
        if (at < text.length()) {
            int end = text.indexOf(text.charAt(at), at + 1);
            at = end < 0 ? text.length() : end + 1;
        }
    }

    private void skipName() {
        while (at < text.length() && !isNameEnd(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isNameEnd(char c) {
        return c <= ' ' || c == '=' || c == '>' || c == '/';
    }

    private SourceLocation locate(int offset) {
        for (; countedTo < offset; countedTo++) {
            if (text.charAt(countedTo) == '\n') {
                line++;
                lineStart = countedTo + 1;
            }
        }
        return new SourceLocation(file, line, offset - lineStart + 1);
    }
}
