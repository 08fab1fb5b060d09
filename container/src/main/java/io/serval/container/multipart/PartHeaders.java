package io.serval.container.multipart;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.serval.container.i18n.ParameterScan;
import io.serval.http.HttpException;

/** The header section of a part: names in any mix of cases, values in their order. Immutable. */
final class PartHeaders {
    private static final String CONTENT_DISPOSITION = "Content-Disposition";

    private final List<String> names = new ArrayList<>(2);
    private final List<String> values = new ArrayList<>(2);
    private final String name;
    private final String fileName;

    private PartHeaders(String section) throws HttpException {
        for (String line : section.split("\r\n")) {
            addLine(line);
        }
        String disposition = first(CONTENT_DISPOSITION);
        if (disposition == null || !isFormData(disposition)) {
            throw PartScanner.malformed("a part has no Content-Disposition: form-data");
        }
        name = DispositionParameters.find(disposition, "name");
        fileName = DispositionParameters.fileName(disposition);
        if (name == null) {
            throw PartScanner.malformed("a part has no name");
        }
    }

    /**
     * @param section its lines, each with its line break
     * @param charset of bytes that are no UTF-8, which RFC 7578 §5.1 asks for
     */
    static PartHeaders parse(byte[] section, Charset charset) throws HttpException {
        return new PartHeaders(decode(section, charset));
    }

    private static String decode(byte[] section, Charset charset) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(section)).toString();
        } catch (CharacterCodingException e) {
            return new String(section, charset);
        }
    }

    private void addLine(String line) throws HttpException {
        boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
        if (folded && !values.isEmpty()) {
            int last = values.size() - 1;
            values.set(last, values.get(last) + " " + line.trim());
            return;
        }
        int colon = line.indexOf(':');
        if (colon <= 0 || folded) {
            throw PartScanner.malformed("a header line of a part has no name");
        }
        names.add(line.substring(0, colon).trim());
        values.add(line.substring(colon + 1).trim());
    }

    private static boolean isFormData(String disposition) {
        return disposition.substring(0, ParameterScan.next(disposition, 0)).trim().equalsIgnoreCase("form-data");
    }

    /** The name of the form field. */
    String name() {
        return name;
    }

    /** The name of the file as the client sent it, or {@code null} if the part is no file. */
    String fileName() {
        return fileName;
    }

    /** The first value of that name, or {@code null} if there is none. */
    String first(String header) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(header)) {
                return values.get(i);
            }
        }
        return null;
    }

    Collection<String> all(String header) {
        List<String> found = new ArrayList<>(1);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(header)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    Collection<String> names() {
        List<String> different = new ArrayList<>(names.size());
        for (String each : names) {
            if (different.stream().noneMatch(each::equalsIgnoreCase)) {
                different.add(each);
            }
        }
        return different;
    }
}
