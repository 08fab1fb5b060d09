package io.serval.container.i18n;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A {@code Content-Type} (RFC 9110 §8.3): media type, charset, and whatever else was said. Immutable.
 *
 * <p>Reading is lenient: what cannot be understood is kept as it is, and has no charset.
 *
 * @param mediaType  type and subtype as they were written, without parameters: {@code text/html}
 * @param charset    the charset parameter without quotes, or {@code null} if there is none
 * @param parameters the other parameters as they were written, each led by {@code ;}; empty if there are none
 */
public record ContentType(String mediaType, String charset, String parameters) {
    private static final int MAX_KNOWN = 512;
    private static final Map<String, ContentType> KNOWN = new ConcurrentHashMap<>();

    /**
     * Reads a field value. The types that applications use again and again are kept, so asking twice costs a lookup.
     *
     * @param value may be {@code null}
     * @return {@code null} if {@code value} is {@code null} or blank
     */
    public static ContentType parse(String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        ContentType known = KNOWN.get(value);
        return known != null ? known : remember(value, read(value));
    }

    /** Multipart boundaries never come twice, and the table must not grow by what clients send. */
    private static ContentType remember(String value, ContentType type) {
        if (value.length() <= 64 && KNOWN.size() < MAX_KNOWN && !type.isType("multipart/form-data")) {
            KNOWN.put(value, type);
        }
        return type;
    }

    private static ContentType read(String value) {
        int end = ParameterScan.next(value, 0);
        String mediaType = value.substring(0, end).trim();
        String charset = null;
        StringBuilder others = null;
        while (end < value.length()) {
            int start = end + 1;
            end = ParameterScan.next(value, start);
            String parameter = value.substring(start, end).trim();
            if (charset == null && isCharset(parameter)) {
                charset = ParameterScan.unquote(parameter.substring(parameter.indexOf('=') + 1).trim());
            } else if (!parameter.isEmpty()) {
                others = (others == null ? new StringBuilder() : others).append(';').append(parameter);
            }
        }
        return new ContentType(mediaType, charset == null || charset.isEmpty() ? null : charset,
                others == null ? "" : others.toString());
    }

    private static boolean isCharset(String parameter) {
        int equals = parameter.indexOf('=');
        return equals > 0 && parameter.substring(0, equals).trim().equalsIgnoreCase("charset");
    }

    /** Whether the media type is this one, in any mix of cases. */
    public boolean isType(String type) {
        return mediaType.equalsIgnoreCase(type);
    }

    /** Whether the media type is {@code text/…}. */
    public boolean isText() {
        return mediaType.regionMatches(true, 0, "text/", 0, 5);
    }

    /** The value of a parameter without its quotes, or {@code null} if there is none of that name. */
    public String parameter(String name) {
        return name.equalsIgnoreCase("charset") ? charset : ParameterScan.find(parameters, name);
    }

    /** The same type with another charset, or with none if {@code null}. */
    public ContentType withCharset(String newCharset) {
        return new ContentType(mediaType, newCharset, parameters);
    }

    /** The field value: {@code text/html;charset=UTF-8}. */
    @Override public String toString() {
        String type = parameters.isEmpty() ? mediaType : mediaType + parameters;
        return charset == null ? type : type + ";charset=" + charset;
    }
}
