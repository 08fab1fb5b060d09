package io.serval.container.resource;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Writes a text file into a page that is written by a Writer, in the charset of the page. */
final class IncludedText {
    private static final int LONGEST_MARK = 3;

    private IncludedText() { }

    /** @param encoding of the file, where no byte order mark says another one; the mark itself is left out */
    static void write(WebResource resource, Charset encoding, Writer out) throws IOException {
        try (PushbackInputStream in = new PushbackInputStream(resource.open(), LONGEST_MARK);
             Reader text = new InputStreamReader(in, byMark(in, encoding))) {
            text.transferTo(out);
        }
    }

    private static Charset byMark(PushbackInputStream in, Charset otherwise) throws IOException {
        byte[] start = in.readNBytes(LONGEST_MARK);
        if (startsWith(start, 0xef, 0xbb, 0xbf)) {
            return StandardCharsets.UTF_8;
        }
        boolean little = startsWith(start, 0xff, 0xfe);
        if (little || startsWith(start, 0xfe, 0xff)) {
            in.unread(start, 2, start.length - 2);
            return little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        }
        in.unread(start);
        return otherwise;
    }

    private static boolean startsWith(byte[] start, int... mark) {
        boolean same = start.length >= mark.length;
        for (int i = 0; same && i < mark.length; i++) {
            same = (start[i] & 0xff) == mark[i];
        }
        return same;
    }
}
