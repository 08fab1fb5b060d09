package io.serval.container.servlet;

import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.serval.container.i18n.ContentType;

/**
 * Content type and charset of a response, and who had the last word on them (Servlet 6.1 §5.7): said outright, implied
 * by the locale, the default of the application, ISO-8859-1. Fixed once a writer was taken. Owned by the thread of the
 * request.
 */
final class ResponseType {
    private static final String LATIN_1 = StandardCharsets.ISO_8859_1.name();

    private final String defaultCharset;
    private ContentType type;
    /** The type as it was said, if what is sent is exactly that. */
    private String verbatim;
    private String said;
    private String implied;
    private boolean fixed;

    /** @param defaultCharset of the application, or {@code null} */
    ResponseType(String defaultCharset) {
        this.defaultCharset = defaultCharset;
    }

    /** @param value {@code null} for none, which takes back the charset too */
    void type(String value) {
        type = ContentType.parse(value);
        verbatim = value;
        if (fixed) {
            return;
        }
        if (type == null) {
            charset(null);
        } else if (type.charset() != null) {
            said = type.charset();
        }
    }

    /** @param name {@code null} to take back what was said or implied */
    void charset(String name) {
        if (fixed) {
            return;
        }
        said = name;
        if (name == null) {
            implied = null;
        }
    }

    /** @param name of the charset that a locale implies, or {@code null} */
    void localeCharset(String name) {
        if (!fixed) {
            implied = name;
        }
    }

    String charset() {
        String name = explicit();
        return name != null ? name : defaultCharset != null ? defaultCharset : LATIN_1;
    }

    private String explicit() {
        return said != null ? said : implied;
    }

    /** A writer is taken: nothing changes the charset any more. */
    Charset fix() throws UnsupportedEncodingException {
        String name = charset();
        Charset charset = Charsets.find(name);
        if (charset == null) {
            throw new UnsupportedEncodingException(name);
        }
        said = name;
        fixed = true;
        return charset;
    }

    /** The field value, or {@code null} if no type was said. */
    String value() {
        if (type == null) {
            return null;
        }
        String charset = explicit();
        if (charset == null && defaultCharset != null && type.isText()) {
            charset = defaultCharset;
        }
        boolean asSaid = charset == null ? type.charset() == null : charset.equals(type.charset());
        return asSaid ? verbatim : type.withCharset(charset).toString();
    }
}
