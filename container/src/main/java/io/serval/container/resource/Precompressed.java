package io.serval.container.resource;

import java.util.ArrayList;
import java.util.List;

import io.serval.container.i18n.AcceptEncoding;

/**
 * Which siblings of a file are its compressed form.
 *
 * @param codings    content codings in the order of preference
 * @param extensions for each coding, what is appended to the name of the file
 */
record Precompressed(List<String> codings, List<String> extensions) {
    private static final String ALL = "br=.br,zstd=.zst,gzip=.gz";

    /**
     * A compressed form that exists.
     *
     * @param coding   how it is compressed, or {@link AcceptEncoding#IDENTITY} for the file itself
     * @param resource what to send
     * @param varies   whether the answer depends on {@code Accept-Encoding}
     */
    record Choice(String coding, WebResource resource, boolean varies) {
        static Choice plain(WebResource file) {
            return new Choice(AcceptEncoding.IDENTITY, file, false);
        }

        boolean isCompressed() {
            return !coding.equals(AcceptEncoding.IDENTITY);
        }
    }

    /** {@code true}, {@code false}, or {@code coding=.extension} separated by commas. */
    static Precompressed parse(String value) {
        String list = value.equalsIgnoreCase("true") ? ALL : value.equalsIgnoreCase("false") ? "" : value;
        List<String> codings = new ArrayList<>();
        List<String> extensions = new ArrayList<>();
        for (String pair : list.isBlank() ? new String[0] : list.split(",")) {
            String[] sides = pair.trim().split("=");
            if (sides.length != 2 || sides[0].isBlank() || !sides[1].startsWith(".") || sides[1].indexOf('/') >= 0) {
                throw new IllegalArgumentException(pair);
            }
            codings.add(sides[0].trim());
            extensions.add(sides[1].trim());
        }
        return new Precompressed(List.copyOf(codings), List.copyOf(extensions));
    }

    boolean isOff() {
        return codings.isEmpty();
    }

    /** The form of a file to send to a client that accepts these codings. */
    Choice choose(WebResources resources, WebResource file, String acceptEncoding) {
        List<String> available = new ArrayList<>(codings.size());
        List<WebResource> siblings = new ArrayList<>(codings.size());
        for (int i = 0; i < codings.size(); i++) {
            WebResource sibling = resources.get(file.path() + extensions.get(i));
            if (sibling.isFile()) {
                available.add(codings.get(i));
                siblings.add(sibling);
            }
        }
        String coding = AcceptEncoding.choose(acceptEncoding, available);
        int index = available.indexOf(coding);
        return new Choice(coding, index < 0 ? file : siblings.get(index), !available.isEmpty());
    }
}
