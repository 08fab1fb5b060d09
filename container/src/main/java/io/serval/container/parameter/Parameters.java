package io.serval.container.parameter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of one request in the order they came: query string, then form content (Servlet 6.1 §3.1).
 *
 * <p>Owned by the thread of the request. Names and values stand in two arrays; asking for one walks them as long as
 * they are few, and by a table of seeded hashes when they are many, so that chosen names cannot make it slow.
 */
public final class Parameters {
    private final ParameterLimits limits;
    private final ParameterTable table = new ParameterTable();

    public Parameters(ParameterLimits limits) {
        this.limits = limits;
    }

    /**
     * Adds what a query string says.
     *
     * @param query   as it was sent, without {@code ?}; may be {@code null}
     * @param charset of what its bytes mean
     * @throws ParameterException 400 for a malformed percent encoding or bytes that the charset does not have; also
     *                            for more parameters than {@code maxParameterCount}
     */
    public void addQuery(String query, Charset charset) {
        if (query != null && !query.isEmpty()) {
            new FormDecoder(charset, this).decode(query);
        }
    }

    /** As {@link #addQuery}, of form content that was read already; the bytes are used up by it. */
    public void addForm(byte[] content, int offset, int length, Charset charset) {
        new FormDecoder(charset, this).decode(content, offset, length);
    }

    /**
     * Reads form content to its end and adds what it says.
     *
     * @param declaredLength of the content in bytes, or -1 if it is not known
     * @throws ParameterException as {@link #addQuery}; 413 for more bytes than {@code maxPostSize}; 400 where reading
     *                            fails, with the cause
     */
    public void addForm(InputStream content, long declaredLength, Charset charset) {
        byte[] bytes;
        try {
            bytes = FormContent.read(content, declaredLength, limits.maxPostSize());
        } catch (IOException e) {
            throw new ParameterException(400, "Form content could not be read: " + e.getMessage(), e);
        }
        addForm(bytes, 0, bytes.length, charset);
    }

    /** Adds one parameter, such as a text part. @throws ParameterException 400 beyond {@code maxParameterCount} */
    public void add(String name, String value) {
        if (limits.maxParameterCount() >= 0 && table.size() >= limits.maxParameterCount()) {
            throw new ParameterException(400, "More than " + limits.maxParameterCount()
                    + " parameters; the limit is maxParameterCount of the connector");
        }
        table.add(name, value);
    }

    /**
     * These parameters with those of a dispatch in front (§9.1.1): values of the given query come before values of the
     * same name here.
     */
    public Parameters behindQuery(String query, Charset charset) {
        Parameters merged = new Parameters(limits);
        merged.addQuery(query, charset);
        merged.table.addAll(table);
        return merged;
    }

    public boolean isEmpty() {
        return table.size() == 0;
    }

    /** The first value of that name, or {@code null} if there is none. */
    public String first(String name) {
        return table.first(name);
    }

    /** A new array of the values of that name in their order, or {@code null} if there is none. */
    public String[] values(String name) {
        return table.values(name);
    }

    /** The different names in the order of their first occurrence. */
    public Enumeration<String> names() {
        List<String> names = new ArrayList<>(table.size());
        for (int i = 0; i < table.size(); i++) {
            if (table.isFirst(i)) {
                names.add(table.name(i));
            }
        }
        return Collections.enumeration(names);
    }

    /** An unmodifiable map of new arrays, in the order of {@link #names}. */
    public Map<String, String[]> toMap() {
        Map<String, String[]> map = new LinkedHashMap<>(table.size() * 2);
        for (int i = 0; i < table.size(); i++) {
            if (table.isFirst(i)) {
                map.put(table.name(i), table.values(table.name(i)));
            }
        }
        return Collections.unmodifiableMap(map);
    }
}
