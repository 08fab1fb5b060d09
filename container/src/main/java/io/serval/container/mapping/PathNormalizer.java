package io.serval.container.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.serval.container.config.RequestSettings.EncodedSlash;
import io.serval.http.HttpException;
import io.serval.http.Status;

/**
 * Makes a canonical path of a request path (Servlet 6.1 §3.5.2): path parameters removed, octets decoded as UTF-8,
 * empty segments and dot segments resolved. What could be read in two ways is refused with 400. Immutable.
 *
 * <p>Most paths are canonical already: one look at each character finds that out, and the path is returned as it is.
 */
public final class PathNormalizer {
    /** Refuses encoded slashes and backslashes, as the specification has it. */
    public static final PathNormalizer STRICT = new PathNormalizer(EncodedSlash.REJECT, EncodedSlash.REJECT);

    private final EncodedSlash slash;
    private final EncodedSlash backslash;

    /**
     * @param slash     what becomes of {@code %2F}: refused, decoded to a separator, or left as it is
     * @param backslash what becomes of {@code %5C}: refused, decoded to a separator, or left as it is
     */
    public PathNormalizer(EncodedSlash slash, EncodedSlash backslash) {
        this.slash = slash;
        this.backslash = backslash;
    }

    /**
     * The canonical form of a path.
     *
     * @param raw as sent, without query
     * @return the same object if it is canonical
     * @throws HttpException with status 400 if the path is malformed or suspicious
     */
    public String normalize(String raw) throws HttpException {
        return isCanonical(raw) ? raw : new Segments().normalize(raw);
    }

    /**
     * The canonical form of a path that an application wrote, in characters rather than octets.
     *
     * @throws HttpException as {@link #normalize}
     */
    public String normalizeCharacters(String path) throws HttpException {
        return isCanonical(path)
                ? path
                : normalize(new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** Whether a path is its own canonical form, as far as one cheap look can tell. */
    static boolean isCanonical(String path) {
        int length = path.length();
        if (length == 0 || path.charAt(0) != '/') {
            return false;
        }
        char before = 0;
        for (int i = 0; i < length; i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '%' || c == ';' || c == '\\' || c == '#'
                    || before == '/' && (c == '/' || c == '.')) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static HttpException refused(String why) {
        return new HttpException(Status.BAD_REQUEST, "request path refused: " + why);
    }

    /** One path on its way; used once, by one thread. */
    private final class Segments {
        private final List<String> kept = new ArrayList<>();
        private boolean endsWithSlash;

        String normalize(String raw) throws HttpException {
            String path = separated(raw);
            if (!path.startsWith("/")) {
                throw refused("it does not start with /");
            }
            int start = 1;
            while (start <= path.length()) {
                int end = path.indexOf('/', start);
                boolean last = end < 0;
                end = last ? path.length() : end;
                add(path.substring(start, end), last);
                start = end + 1;
            }
            return joined();
        }

        /**
         * Where the administrator wants encoded separators to separate, they do so before anything else is looked at.
         */
        private String separated(String raw) {
            String path = raw;
            if (slash == EncodedSlash.DECODE) {
                path = path.replace("%2F", "/").replace("%2f", "/");
            }
            return backslash == EncodedSlash.DECODE ? path.replace("%5C", "/").replace("%5c", "/") : path;
        }

        private void add(String segment, boolean last) throws HttpException {
            int semicolon = segment.indexOf(';');
            String name = semicolon < 0 ? segment : segment.substring(0, semicolon);
            if (semicolon >= 0) {
                decoded(segment.substring(semicolon + 1));
            }
            String text = decoded(name);
            if (text.equals(".") || text.equals("..")) {
                addDots(text, semicolon >= 0 || name.length() != text.length());
            } else if (!text.isEmpty()) {
                kept.add(text);
            } else if (last) {
                endsWithSlash = true;
            } else if (semicolon >= 0) {
                throw refused("an empty segment has parameters");
            }
        }

        private void addDots(String dots, boolean disguised) throws HttpException {
            if (disguised) {
                throw refused("a dot segment is encoded or has parameters");
            }
            if (dots.length() == 2) {
                if (kept.isEmpty()) {
                    throw refused("it leads above the root");
                }
                kept.remove(kept.size() - 1);
            }
        }

        private String joined() {
            if (kept.isEmpty()) {
                return "/";
            }
            StringBuilder path = new StringBuilder();
            for (String segment : kept) {
                path.append('/').append(segment);
            }
            return endsWithSlash ? path.append('/').toString() : path.toString();
        }

        /** A segment with its octets decoded; encoded separators that pass through stay encoded, percents with them. */
        private String decoded(String segment) throws HttpException {
            if (isPlain(segment)) {
                return segment;
            }
            boolean keepsEncoded = hasSeparator(segment);
            byte[] octets = new byte[segment.length()];
            int size = 0;
            for (int i = 0; i < segment.length(); i++) {
                char c = segment.charAt(i);
                if (c != '%') {
                    octets[size++] = octet(c);
                    continue;
                }
                int octet = octetAt(segment, i);
                if (keepsEncoded && (octet == '/' || octet == '\\' || octet == '%')) {
                    octets[size++] = '%';
                    octets[size++] = (byte) segment.charAt(i + 1);
                    octets[size++] = (byte) segment.charAt(i + 2);
                } else {
                    octets[size++] = (byte) octet;
                }
                i += 2;
            }
            return text(octets, size);
        }

        private boolean isPlain(String segment) throws HttpException {
            boolean plain = true;
            for (int i = 0; i < segment.length(); i++) {
                char c = segment.charAt(i);
                if (c < ' ' || c == 0x7f) {
                    throw refused("it contains a control character");
                }
                if (c == '\\' || c == '#') {
                    throw refused("it contains " + c);
                }
                plain &= c < 0x7f && c != '%';
            }
            return plain;
        }

        private boolean hasSeparator(String segment) throws HttpException {
            boolean found = false;
            for (int i = segment.indexOf('%'); i >= 0; i = segment.indexOf('%', i + 1)) {
                int octet = octetAt(segment, i);
                if (octet == '/' && slash == EncodedSlash.REJECT) {
                    throw refused("it contains an encoded /; encodedSolidusHandling of the connector allows that");
                }
                if (octet == '\\' && backslash == EncodedSlash.REJECT) {
                    throw refused("it contains an encoded \\; encodedReverseSolidusHandling of the connector allows"
                            + " that");
                }
                found |= octet == '/' || octet == '\\';
            }
            return found;
        }

        private int octetAt(String segment, int percent) throws HttpException {
            boolean complete = percent + 2 < segment.length();
            int high = complete ? hexDigit(segment.charAt(percent + 1)) : -1;
            int low = complete ? hexDigit(segment.charAt(percent + 2)) : -1;
            if (high < 0 || low < 0) {
                throw refused("a % is not followed by two hexadecimal digits");
            }
            int octet = high << 4 | low;
            if (octet < ' ' || octet == 0x7f) {
                throw refused("it contains an encoded control character");
            }
            return octet;
        }

        /** Characters of a path from the network are octets. */
        private byte octet(char c) throws HttpException {
            if (c > 0xff) {
                throw refused("it contains a character that is no octet");
            }
            return (byte) c;
        }

        private int hexDigit(char c) {
            return c < 0x80 ? Character.digit(c, 16) : -1;
        }

        private String text(byte[] octets, int size) throws HttpException {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, size)).toString();
            } catch (CharacterCodingException e) {
                throw refused("its octets are not UTF-8");
            }
        }
    }
}
