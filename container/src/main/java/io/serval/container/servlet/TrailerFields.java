package io.serval.container.servlet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.serval.http.FieldName;
import io.serval.http.Fields;
import io.serval.http.HeaderFields;

/** Trailer sections between the map of the Servlet API and the fields of the exchange. */
final class TrailerFields {
    private TrailerFields() { }

    /**
     * Names in lower case, as the API wants them; values of lines of the same name joined by commas.
     *
     * @param allowed the names that are shown; {@code null} for all
     */
    static Map<String, String> asMap(Fields trailers, Set<String> allowed) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < trailers.size(); i++) {
            String name = trailers.name(i).toLowerCase(Locale.ROOT);
            if (allowed == null || allowed.contains(name)) {
                map.merge(name, trailers.value(i), (a, b) -> a + ',' + b);
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /** @param map may be {@code null}; entries without a value are left out */
    static Fields of(Map<String, String> map) {
        HeaderFields fields = new HeaderFields();
        if (map != null) {
            map.forEach((name, value) -> {
                if (name != null && value != null) {
                    fields.add(FieldName.of(name), value);
                }
            });
        }
        return fields;
    }
}
